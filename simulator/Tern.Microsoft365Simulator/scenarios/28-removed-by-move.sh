#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "28 A message moved by somebody in Outlook" "an @removed row in the feed of the folder; the message itself still exists"
tenant
receive "Printer"
graph GET '/mailFolders/inbox/messages/delta' -H 'Prefer: IdType="ImmutableId"'
ID=$(value '.value[0].id')
LINK=$(value '."@odata.deltaLink"')
sim POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"archive"}'
graph GET "$LINK" -H 'Prefer: IdType="ImmutableId"'
answered 200
holds "Reason" "$(value '.value[0]."@removed".reason')" deleted
holds "Same id" "$(value '.value[0].id')" "$ID"
graph GET "/messages/$ID"
answered 200
