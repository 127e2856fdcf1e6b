#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 18 "The client asks the same again and again." "take it as a throttle of five minutes and more, not as the end of the sign-in; log the bug."

office
person
setting loopLimit 3
for i in 1 2 3; do
  refresh "$RT"
  shown "request $i" "$(verdict)" "200 tokens"
done
refresh "$RT"
shown "request 4" "$(verdict)" "400 invalid_grant 50196"
pass 00:05:00
refresh "$RT"
shown "after five minutes" "$(verdict)" "200 tokens"
finish
