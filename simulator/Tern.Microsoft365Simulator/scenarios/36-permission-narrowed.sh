#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 36 "An access policy keeps the application out of the mailbox." "tell an administrator, with the hint at policies and roles."

office
graph GET /mailFolders/inbox/messages
shown "before" "$(verdict)" 200
steer PATCH "/apps/$CLIENT" '{"allowedMailboxes":["else@contoso.example"]}'
graph GET /mailFolders/inbox/messages
shown "with the policy" "$(verdict)" "403 ErrorAccessDenied"
shown "the text" "$(value .error.message)" "Access to OData is disabled."
steer PATCH "/apps/$CLIENT" '{"allowedMailboxes":null}'
graph GET /mailFolders/inbox/messages
shown "without it" "$(verdict)" 200
finish
