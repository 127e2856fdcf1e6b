#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 17 "Too many token requests come from the tenant." "all workers of this client id wait for 120 seconds; nobody is asked to sign in."

office
pass 00:01:00
steer PATCH "/tenants/$DOMAIN" '{"tokenRequestLimit":1}'
app_token
shown "first" "$(verdict)" "200 tokens"
app_token
shown "second" "$STATUS" 429
shown "Retry-After" "$(header Retry-After)" 120
shown "the code" "$(value '.error_codes[0]')" 90055
pass 00:02:00
app_token
shown "after the wait" "$(verdict)" "200 tokens"
finish
