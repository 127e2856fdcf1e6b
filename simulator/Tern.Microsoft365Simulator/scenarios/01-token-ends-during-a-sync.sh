#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The access token ends between two pages." "Expected: 401 InvalidAuthenticationToken without claims; one forced refresh, one retry, no alarm."
RT=$(sign_in)
AT=$(refresh "$RT" | jq -r .access_token)
sim POST clock/advance '{"by":"01:31:00"}' > /dev/null
ANSWER=$(graph "$AT" me/mailFolders/inbox/messages/delta)
expect "Graph" "InvalidAuthenticationToken Lifetime validation failed, the token is expired." "$(jq -r '"\(.error.code) \(.error.message)"' <<< "$ANSWER")"
AT=$(refresh "$RT" | jq -r .access_token)
expect "after one refresh" "true" "$(graph "$AT" me/mailFolders/inbox/messages/delta | jq 'has("value")')"
finish
