#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Twenty workers find the token ended at once." "Expected of the client: one token request. Expected here: twenty equal requests are a loop once loops are counted."
RT=$(sign_in)
sim PATCH settings '{"loopLimit":10}' > /dev/null
for _ in $(seq 20); do refresh "$RT" | verdict; done > "/tmp/$NAME"
expect "answered" "10" "$(grep -c '^ok' "/tmp/$NAME")"
expect "refused as a loop" "10" "$(grep -c 'invalid_grant 50196' "/tmp/$NAME")"
rm "/tmp/$NAME"
sim PATCH settings '{"loopLimit":null}' > /dev/null
tell "A client's own requests: GET $B/_sim/requests?last=20"
finish
