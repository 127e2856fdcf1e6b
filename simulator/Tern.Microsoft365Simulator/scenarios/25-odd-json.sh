#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The answer has a string for expires_in, unknown fields, no scope, a byte order mark; then it is a page with 200." "Expected: a lenient parser; 200 without JSON is transient."
RT=$(sign_in)
sim PATCH settings '{"expiresInAsString":true,"unknownFields":true,"omitScope":true,"byteOrderMark":true}' > /dev/null
ANSWER=$(refresh "$RT")
expect "the mark" "efbbbf" "$(head -c 3 <<< "$ANSWER" | od -An -tx1 | tr -d ' \n')"
expect "expires_in" "string" "$(tail -c +4 <<< "$ANSWER" | jq -r '.expires_in | type')"
expect "scope" "false" "$(tail -c +4 <<< "$ANSWER" | jq 'has("scope")')"
sim PATCH settings '{"expiresInAsString":false,"unknownFields":false,"omitScope":false,"byteOrderMark":false,"captivePortal":true}' > /dev/null
expect "captive portal" "200 text/html; charset=utf-8" "$(command curl -s --noproxy '*' -o /dev/null -w '%{http_code} %{content_type}' "$B/$MAIL/oauth2/v2.0/token" -d grant_type=client_credentials -d "client_id=$CLIENT" -d "client_secret=$SECRET" --data-urlencode "scope=$GRAPH/.default")"
sim PATCH settings '{"captivePortal":false}' > /dev/null
expect "afterwards" "ok" "$(refresh "$RT" | verdict)"
finish
