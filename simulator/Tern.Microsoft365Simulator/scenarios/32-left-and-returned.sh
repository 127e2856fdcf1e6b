#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 32 "A message left the folder and came back under the same immutable id." "look through the newest of the list from time to time: the feed has no row for it."

office
receive "Printer"
setting missReturns true
prepare GET /mailFolders/inbox/messages/delta
LINK=$(value '."@odata.deltaLink"')
ID=$(value '.value[0].id')
steer POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"archive"}'
steer POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"inbox"}'
graph GET "$LINK"
shown "rows in the feed" "$(verdict) $(value '.value | length')" "200 0"
graph GET '/mailFolders/inbox/messages?$select=id'
shown "messages in the folder" "$(verdict) $(value '.value | length')" "200 1"
shown "under the same id" "$([[ $(value '.value[0].id') == "$ID" ]] && echo yes)" yes
finish
