#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "32 A message left and came back under the same immutable id" "no row in the feed, though the list of the folder has it"
tenant
receive "Printer"
setting missReturns true
graph GET '/mailFolders/inbox/messages/delta' -H 'Prefer: IdType="ImmutableId"'
LINK=$(value '."@odata.deltaLink"')
sim POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"archive"}'
sim POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"inbox"}'
graph GET "$LINK" -H 'Prefer: IdType="ImmutableId"'
answered 200
holds "Rows in the feed" "$(value '.value | length')" 0
graph GET '/mailFolders/inbox/messages?$select=id'
holds "Messages in the folder" "$(value '.value | length')" 1
