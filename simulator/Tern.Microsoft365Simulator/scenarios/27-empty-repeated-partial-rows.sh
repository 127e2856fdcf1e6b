#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 27 "An empty page with a nextLink, one id in two pages, and a row with id and isRead only." "go on; take everything once; a partial row blanks no field and makes no ticket."

office
for i in 1 2 3; do receive "Mail $i"; done
setting emptyPages 1
setting repeatedRows 1
setting partialRows 1
graph GET '/mailFolders/inbox/messages/delta?$top=2'
shown "the first page" "$(verdict), $(value '.value | length') rows, nextLink: $(value 'has("@odata.nextLink")')" "200, 0 rows, nextLink: true"
: > "$WORK/ids"
: > "$WORK/pages"
while LINK=$(value '."@odata.nextLink" // empty') && [[ -n $LINK ]]; do
  prepare GET "$LINK"
  value '.value[].id' >> "$WORK/ids"
  value '.value[].id' | sort -u >> "$WORK/pages"
done
shown "the last page" "$(verdict)" 200
shown "rows, and messages in them" "$(wc -l < "$WORK/ids") $(sort -u "$WORK/ids" | wc -l)" "5 3"
shown "messages that came in two pages" "$(sort "$WORK/pages" | uniq -d | wc -l)" 1
LINK=$(value '."@odata.deltaLink"')
steer PUT "/mailboxes/$MAILBOX/messages/1/read" '{"isRead":true}'
prepare GET "$LINK"
while [[ $(value '.value | length') == 0 ]]; do prepare GET "$(value '."@odata.nextLink"')"; done
shown "properties of the changed row" "$(value '.value[0] | keys | map(select(startswith("@") | not)) | join(",")')" id,isRead
finish
