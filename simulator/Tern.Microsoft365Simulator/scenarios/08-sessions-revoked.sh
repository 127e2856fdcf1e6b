#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "An administrator revokes the sessions." "Expected: invalid_grant 50173, also on the confirming second try."
RT=$(sign_in)
sim POST "users/support@$MAIL/revoke" > /dev/null
expect "refresh" "invalid_grant 50173" "$(refresh "$RT" | verdict)"
expect "once more" "invalid_grant 50173" "$(refresh "$RT" | verdict)"
finish
