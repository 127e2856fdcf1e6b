#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "29 Deleted between delta and \$value" "404 ErrorItemNotFound"
tenant
receive "Printer"
graph GET '/mailFolders/inbox/messages/delta?$select=id'
ID=$(value '.value[0].id')
sim DELETE "/mailboxes/$MAILBOX/messages/1"
graph GET "/messages/$ID/\$value"
answered 404 ErrorItemNotFound
