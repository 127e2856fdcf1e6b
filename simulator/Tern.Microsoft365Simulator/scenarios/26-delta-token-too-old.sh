#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 26 "The delta token is too old, at the end of a round and in the middle of one." "a new round from the Location; no ticket twice, none missed."

office
for i in 1 2 3; do receive "Mail $i"; done
FEED='/mailFolders/inbox/messages/delta?$select=subject'
prepare GET "$FEED&\$top=2"
NEXT=$(value '."@odata.nextLink"')
prepare GET "$FEED"
LINK=$(value '."@odata.deltaLink"')
IDS=$(value '[.value[].id] | sort | join(" ")')
steer POST "/mailboxes/$MAILBOX/expire-sync-states"
receive "Mail 4"
graph GET "$NEXT"
shown "the nextLink" "$(verdict)" "410 SyncStateNotFound"
graph GET "$LINK"
shown "the deltaLink" "$(verdict)" "410 SyncStateNotFound"
graph GET "$(header Location)"
shown "the Location" "$(verdict)" 200
shown "messages in the new round" "$(value '.value | length')" 4
shown "those known already have the same ids" "$(value '[.value[] | select(.subject != "Mail 4") | .id] | sort | join(" ")')" "$IDS"
finish
