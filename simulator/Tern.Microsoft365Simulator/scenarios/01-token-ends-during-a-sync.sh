#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 01 "The access token ends in the middle of a long sync." "one forced refresh, one retry of the same request, on where it was; no alarm."

office
for i in 1 2 3; do receive "Mail $i"; done
person
refresh "$RT"
TOKEN=$(value .access_token)
graph GET '/me/mailFolders/inbox/messages/delta?$select=subject&$top=2'
shown "the first page" "$(verdict)" 200
NEXT=$(value '."@odata.nextLink"')
pass 01:31:00
graph GET "$NEXT"
shown "the second page" "$(verdict)" "401 InvalidAuthenticationToken"
shown "the text" "$(value .error.message)" "Lifetime validation failed, the token is expired."
shown "claims in the challenge" "$(header WWW-Authenticate | awk '/claims=/ { found++ } END { print found + 0 }')" 0
refresh "$RT"
shown "the refresh" "$(verdict)" "200 tokens"
TOKEN=$(value .access_token)
graph GET "$NEXT"
shown "the same page once more" "$(verdict), $(value '.value | length') more" "200, 1 more"
finish
