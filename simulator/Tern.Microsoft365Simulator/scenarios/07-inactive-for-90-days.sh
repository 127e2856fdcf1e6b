#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Nobody refreshed for 90 days (the clock moves on for everybody here)." "Expected: invalid_grant 700082; the person has to sign in again, and nothing is lost."
RT=$(sign_in)
sim POST clock/advance '{"by":"90.00:00:00"}' > /dev/null
expect "refresh" "invalid_grant 700082" "$(refresh "$RT" | verdict)"
expect "after a new sign-in" "ok" "$(refresh "$(sign_in)" | verdict)"
finish
