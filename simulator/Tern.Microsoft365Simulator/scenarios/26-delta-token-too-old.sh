#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "26 Delta token too old" "410 SyncStateNotFound for deltaLink and nextLink, with Location; a new round works"
tenant
for i in 1 2 3; do receive "Mail $i"; done
graph GET '/mailFolders/inbox/messages/delta?$select=subject&$top=2'
NEXT=$(value '."@odata.nextLink"')
graph GET '/mailFolders/inbox/messages/delta?$select=subject'
LINK=$(value '."@odata.deltaLink"')
sim POST "/mailboxes/$MAILBOX/expire-sync-states"
graph GET "$NEXT"
answered 410 SyncStateNotFound
graph GET "$LINK" -D "$WORK/headers"
answered 410 SyncStateNotFound
graph GET "$(grep -i '^location:' "$WORK/headers" | tr -d '\r' | cut -d' ' -f2)"
answered 200
holds "Messages in the new round" "$(value '.value | length')" 3
