#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The client declares cp1, and the password is changed while its token lives for a day." "Expected: 401 with insufficient_claims; the same refresh token with these claims gives a token that works."
RT=$(sign_in)
CP1='{"access_token":{"xms_cc":{"values":["cp1"]}}}'
FIRST=$(refresh "$RT" --data-urlencode "claims=$CP1")
AT=$(jq -r .access_token <<< "$FIRST")
expect "it lives longer than two hours" "true" "$(jq '.expires_in > 7200' <<< "$FIRST")"
sim POST "users/support@$MAIL/password" '{"how":"ByUser"}' > /dev/null
HEADER=$(curl -D - -o /dev/null -H "Authorization: Bearer $AT" "$B/v1.0/me" | tr -d '\r' | grep -i '^www-authenticate:')
CLAIMS=$(sed 's/.*claims="\([^"]*\)".*/\1/' <<< "$HEADER" | base64 -d)
tell "Claims: $CLAIMS"
expect "the challenge" "insufficient_claims" "$(grep -o insufficient_claims <<< "$HEADER")"
BOTH=$(jq -c --argjson cp1 "$CP1" '. * $cp1' <<< "$CLAIMS")
AT=$(refresh "$RT" --data-urlencode "claims=$BOTH" | jq -r .access_token)
expect "with the fresh token" "support@$MAIL" "$(graph "$AT" me | jq -r .userPrincipalName)"
finish
