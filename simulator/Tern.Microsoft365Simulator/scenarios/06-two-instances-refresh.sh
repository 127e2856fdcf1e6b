#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Two instances refresh at once." "Expected: two different refresh tokens, and both go on working."
RT=$(sign_in)
ONE=$(refresh "$RT" | jq -r .refresh_token)
TWO=$(refresh "$RT" | jq -r .refresh_token)
expect "they differ" "yes" "$([ "$ONE" != "$TWO" ] && echo yes)"
expect "the first" "ok" "$(refresh "$ONE" | verdict)"
expect "the second" "ok" "$(refresh "$TWO" | verdict)"
finish
