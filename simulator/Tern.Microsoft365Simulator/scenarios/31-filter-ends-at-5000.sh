#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 31 "A round with \$filter over more than 5,000 messages." "no \$filter for a full round, or a look at the count: the rest is missing without a word."

office
letter "Mail"
curl -sf --noproxy '*' -o /dev/null --data-binary "@$WORK/mail.eml" "$B/_sim/mailboxes/$MAILBOX/messages?copy=[1-5006]"
# round QUERY: how many messages a whole round brings.
round() {
  local count
  prepare GET "/mailFolders/inbox/messages/delta?\$select=id&\$top=1000$1"
  count=$(value '.value | length')
  while LINK=$(value '."@odata.nextLink" // empty') && [[ -n $LINK ]]; do
    prepare GET "$LINK"
    count=$((count + $(value '.value | length')))
  done
  echo "$count"
}
prepare GET '/mailFolders/inbox?$select=totalItemCount'
shown "messages in the folder" "$(value .totalItemCount)" 5006
shown "in a round with \$filter" "$(round '&$filter=receivedDateTime ge 2000-01-01T00:00:00Z')" 5000
shown "in a round without" "$(round '')" 5006
finish
