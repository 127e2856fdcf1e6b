#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 02 "The token of a client with cp1 is good for a day, and the password is changed." "decode the claims, ask for a token with them, retry once; where a person is needed, keep them for the authorize address."

office
person
CP1='{"access_token":{"xms_cc":{"values":["cp1"]}}}'
refresh "$RT" --data-urlencode "claims=$CP1"
TOKEN=$(value .access_token)
shown "it lives longer than two hours" "$(value '.expires_in > 7200')" true
steer POST "/users/$MAILBOX/password" '{"how":"ByUser"}'
graph GET /me
shown "Graph" "$(verdict)" "401 InvalidAuthenticationToken"
shown "the challenge" "$(header WWW-Authenticate | grep -o 'error="insufficient_claims"')" 'error="insufficient_claims"'
CLAIMS=$(header WWW-Authenticate | sed 's/.*claims="\([^"]*\)".*/\1/' | base64 -d)
note "Claims: $CLAIMS"
refresh "$RT" --data-urlencode "claims=$(jq -c --argjson cp1 "$CP1" '. * $cp1' <<< "$CLAIMS")"
shown "the refresh with these claims" "$(verdict)" "200 tokens"
TOKEN=$(value .access_token)
graph GET /me
shown "with the fresh token" "$STATUS $(value .userPrincipalName)" "200 $MAILBOX"
steer POST "/users/$MAILBOX/revoke"
graph GET /me
CLAIMS=$(header WWW-Authenticate | sed 's/.*claims="\([^"]*\)".*/\1/' | base64 -d)
refresh "$RT" --data-urlencode "claims=$CLAIMS"
shown "when a person is needed" "$(verdict)" "400 invalid_grant 50173"
finish
