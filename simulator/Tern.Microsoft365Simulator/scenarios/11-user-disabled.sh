#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The account is disabled, and enabled again." "Expected: 50057; a slow probe finds that the same refresh token works again."
RT=$(sign_in)
sim PATCH "users/support@$MAIL" '{"isEnabled":false}' > /dev/null
expect "disabled" "invalid_grant 50057" "$(refresh "$RT" | verdict)"
sim PATCH "users/support@$MAIL" '{"isEnabled":true}' > /dev/null
expect "enabled again" "ok" "$(refresh "$RT" | verdict)"
finish
