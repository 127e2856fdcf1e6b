#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 23 "Somebody signs in with an own account instead of the mailbox's." "compare the account with the mailbox that was meant, try to open it, and refuse or ask."

office
steer POST /users "{\"tenant\":\"$DOMAIN\",\"name\":\"anna\"}"
MEANT=$(sim GET "/users/$MAILBOX" | jq -r .id)
person anna
refresh "$RT"
shown "the sign-in" "$(verdict)" "200 tokens"
TOKEN=$(value .access_token)
graph GET /me
shown "who it is" "$(value .userPrincipalName)" "anna@$DOMAIN"
shown "the id is another" "$([[ $(value .id) != "$MEANT" ]] && echo yes)" yes
graph GET /mailFolders/inbox
shown "the mailbox" "$(verdict)" "403 ErrorAccessDenied"
finish
