#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Too many token requests come from the tenant." "Expected: 429 with Retry-After 120; all workers of this client wait, nobody reconnects."
sim PATCH "tenants/$MAIL" '{"tokenRequestLimit":1}' > /dev/null
expect "first" "ok" "$(app_token | verdict)"
HEADERS=$(app_token_headers() { curl -D - -o /dev/null "$B/$MAIL/oauth2/v2.0/token" -d grant_type=client_credentials; }; app_token_headers | tr -d '\r')
expect "status" "429" "$(head -1 <<< "$HEADERS" | cut -d' ' -f2)"
expect "Retry-After" "120" "$(grep -i '^retry-after:' <<< "$HEADERS" | cut -d' ' -f2)"
sim POST clock/advance '{"by":"00:02:00"}' > /dev/null
expect "after the wait" "ok" "$(app_token | verdict)"
finish
