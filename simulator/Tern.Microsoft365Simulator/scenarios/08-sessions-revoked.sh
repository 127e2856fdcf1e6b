#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 08 "An administrator revokes the sessions." "confirm it with one later try, then ask for a new sign-in."

office
person
steer POST "/users/$MAILBOX/revoke"
refresh "$RT"
shown "the refresh" "$(verdict)" "400 invalid_grant 50173"
pass 00:05:00
refresh "$RT"
shown "the later try" "$(verdict)" "400 invalid_grant 50173"
person
refresh "$RT"
shown "after a new sign-in" "$(verdict)" "200 tokens"
finish
