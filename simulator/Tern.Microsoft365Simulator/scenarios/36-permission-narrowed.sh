#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "36 An access policy narrows the application" "403 ErrorAccessDenied, \"Access to OData is disabled.\""
tenant
sim PATCH "/apps/$CLIENT" '{"allowedMailboxes":["else@contoso.example"]}' > /dev/null
graph GET '/mailFolders/inbox/messages'
answered 403 ErrorAccessDenied
holds "Text" "$(value .error.message)" "Access to OData is disabled."
