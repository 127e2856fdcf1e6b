#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The client asks the same again and again." "Expected: invalid_grant 50196, which is a throttle and no reconnect; good again after five minutes."
RT=$(sign_in)
sim PATCH settings '{"loopLimit":3}' > /dev/null
for _ in 1 2 3; do refresh "$RT" > /dev/null; done
expect "the fourth" "invalid_grant 50196" "$(refresh "$RT" | verdict)"
sim POST clock/advance '{"by":"00:05:00"}' > /dev/null
expect "after five minutes" "ok" "$(refresh "$RT" | verdict)"
sim PATCH settings '{"loopLimit":null}' > /dev/null
finish
