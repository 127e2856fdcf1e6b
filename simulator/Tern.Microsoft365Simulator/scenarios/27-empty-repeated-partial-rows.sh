#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "27 Empty page, repeated rows, partial rows" "200; an empty page with a nextLink, one id twice, and a row with id and isRead only"
tenant
for i in 1 2 3; do receive "Mail $i"; done
setting emptyPages 1
setting repeatedRows 1
setting partialRows 1
graph GET '/mailFolders/inbox/messages/delta'
holds "Rows on the first page" "$(value '.value | length')" 0
ROWS=0
while LINK=$(value '."@odata.nextLink" // empty') && [[ -n $LINK ]]; do
    graph GET "$LINK"
    ROWS=$((ROWS + $(value '.value | length')))
done
answered 200
holds "Rows for three messages" "$ROWS" 4
sim PUT "/mailboxes/$MAILBOX/messages/1/read" '{"isRead":true}'
graph GET "$(value '."@odata.deltaLink"')"
while [[ $(value '.value | length') == 0 ]]; do graph GET "$(value '."@odata.nextLink"')"; done
holds "Properties of the changed row" "$(value '.value[0] | keys | map(select(startswith("@") | not)) | join(",")')" "id,isRead"
