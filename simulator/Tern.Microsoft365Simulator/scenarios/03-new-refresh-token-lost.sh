#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The process dies before it has stored the new refresh token." "Expected: the old one still works; with strict rotation (not Entra) it is refused."
RT=$(sign_in)
expect "first use" "ok" "$(refresh "$RT" | verdict)"
expect "the old one again" "ok" "$(refresh "$RT" | verdict)"
sim PATCH settings '{"strictRotation":true}' > /dev/null
expect "with strict rotation" "invalid_grant 70000" "$(refresh "$RT" | verdict)"
sim PATCH settings '{"strictRotation":false}' > /dev/null
finish
