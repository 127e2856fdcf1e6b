#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Conditional Access asks for a second factor, and later blocks the server's address." "Expected: interaction_required with suberror and claims for the authorize address; reconnect."
RT=$(sign_in)
POLICY=$(sim POST "tenants/$MAIL/policies" '{"requires":"MultiFactor"}' | jq -r .id)
ANSWER=$(refresh "$RT")
expect "nobody enrolled" "interaction_required 50079" "$(verdict <<< "$ANSWER")"
expect "suberror" "basic_action" "$(jq -r .suberror <<< "$ANSWER")"
expect "claims name the policy" "$POLICY" "$(jq -r '.claims | fromjson | .access_token.capolids.values[0]' <<< "$ANSWER")"
sim PATCH "users/support@$MAIL" '{"hasSecondFactor":true}' > /dev/null
expect "enrolled" "interaction_required 50076" "$(refresh "$RT" | verdict)"
sim DELETE "tenants/$MAIL/policies/$POLICY" > /dev/null
sim POST "tenants/$MAIL/policies" '{"requires":"Block","exceptNetworks":["198.51.100.0/24"]}' > /dev/null
expect "from another place" "interaction_required 53003" "$(refresh "$RT" | verdict)"
finish
