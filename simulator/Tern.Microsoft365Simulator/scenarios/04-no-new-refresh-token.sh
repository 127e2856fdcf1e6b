#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The answer carries no refresh token." "Expected: keep the old one."
RT=$(sign_in)
sim PATCH settings '{"omitRefreshToken":true}' > /dev/null
expect "refresh_token in the answer" "false" "$(refresh "$RT" | jq 'has("refresh_token")')"
expect "the old one again" "ok" "$(refresh "$RT" | verdict)"
sim PATCH settings '{"omitRefreshToken":false}' > /dev/null
finish
