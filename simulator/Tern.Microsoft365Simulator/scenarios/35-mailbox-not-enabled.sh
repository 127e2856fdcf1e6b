#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "35 The mailbox has no licence, is moved or deleted" "404 MailboxNotEnabledForRESTAPI until it is back; the deltaLink is good afterwards"
tenant
graph GET '/mailFolders/inbox/messages/delta'
LINK=$(value '."@odata.deltaLink"')
sim PATCH "/users/$MAILBOX" '{"isLicensed":false}' > /dev/null
graph GET "$LINK"
answered 404 MailboxNotEnabledForRESTAPI
sim PATCH "/users/$MAILBOX" '{"isLicensed":true}' > /dev/null
graph GET "$LINK"
answered 200
