#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 11 "The account is disabled, and enabled again." "tell an administrator, look again every 15 to 60 minutes, and go on by itself."

office
person
steer PATCH "/users/$MAILBOX" '{"isEnabled":false}'
refresh "$RT"
shown "disabled" "$(verdict)" "400 invalid_grant 50057"
pass 00:15:00
refresh "$RT"
shown "a quarter of an hour later" "$(verdict)" "400 invalid_grant 50057"
steer PATCH "/users/$MAILBOX" '{"isEnabled":true}'
refresh "$RT"
shown "enabled again, the same refresh token" "$(verdict)" "200 tokens"
finish
