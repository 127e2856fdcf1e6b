#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 09 "Conditional Access asks for a second factor, and later blocks the server's address." "a new sign-in with the claims at the authorize address; for 53003 show trace id, correlation id and time."

office
person
POLICY=$(sim POST "/tenants/$DOMAIN/policies" '{"requires":"MultiFactor"}' | jq -r .id)
refresh "$RT"
shown "nobody enrolled" "$(verdict)" "400 interaction_required 50079"
shown "suberror" "$(value .suberror)" basic_action
shown "the claims name the policy" "$(value '.claims | fromjson | .access_token.capolids.values[0]')" "$POLICY"
steer PATCH "/users/$MAILBOX" '{"hasSecondFactor":true}'
refresh "$RT"
shown "enrolled" "$(verdict)" "400 interaction_required 50076"
steer DELETE "/tenants/$DOMAIN/policies/$POLICY"
steer POST "/tenants/$DOMAIN/policies" '{"requires":"Block","exceptNetworks":["198.51.100.0/24"]}'
refresh "$RT"
shown "from another place" "$(verdict)" "400 interaction_required 53003"
shown "what an administrator needs to look it up" "$(value '[.trace_id, .correlation_id, .timestamp] | map(length > 0) | all')" true
finish
