#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "31 Delta with \$filter over more than 5,000 messages" "the round ends after 5,000, silently"
tenant
receive "Mail"
curl -sf -X POST --data-binary "@$WORK/mail.eml" "$B/_sim/mailboxes/$MAILBOX/messages?copy=[1-5005]" > /dev/null
graph GET '/mailFolders/inbox/messages/delta?$select=id&$top=1000&$filter=receivedDateTime ge 2000-01-01T00:00:00Z'
COUNT=$(value '.value | length')
while LINK=$(value '."@odata.nextLink" // empty') && [[ -n $LINK ]]; do
    graph GET "$LINK"
    COUNT=$((COUNT + $(value '.value | length')))
done
answered 200
holds "Messages in the round, of 5006" "$COUNT" 5000
