#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 29 "A message is deleted between the feed and the look at its MIME." "note it as vanished; do not try for ever; go on with the others."

office
receive "Vanishes"
receive "Stays"
prepare GET '/mailFolders/inbox/messages/delta?$select=subject'
GONE=$(value '.value[] | select(.subject == "Vanishes") | .id')
STAYS=$(value '.value[] | select(.subject == "Stays") | .id')
steer DELETE "/mailboxes/$MAILBOX/messages/1"
graph GET "/messages/$GONE/\$value"
shown "the one that was deleted" "$(verdict)" "404 ErrorItemNotFound"
graph GET "/messages/$STAYS/\$value"
shown "the other one" "$STATUS" 200
finish
