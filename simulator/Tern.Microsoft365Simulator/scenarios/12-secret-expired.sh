#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The secret is over; a second one is there." "Expected: 401 invalid_client 7000222, and the new secret works."
sim POST "apps/$CLIENT/secrets" '{"value":"long-gone","ends":"2020-01-01T00:00:00Z"}' > /dev/null
expect "old secret" "invalid_client 7000222" "$(app_token long-gone | verdict)"
expect "status" "401" "$(status "$B/$MAIL/oauth2/v2.0/token" -d grant_type=client_credentials -d "client_id=$CLIENT" -d client_secret=long-gone --data-urlencode "scope=$GRAPH/.default")"
expect "new secret" "ok" "$(app_token | verdict)"
finish
