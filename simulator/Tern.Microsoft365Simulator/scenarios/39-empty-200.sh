#!/usr/bin/env bash
# 39: 200 with an empty body.
. "$(dirname "$0")/common-push.sh"
office
expect "200 with nothing in it, once; a client takes that for trouble that passes"
sim faults -d "{\"path\":\"/v1.0/users/$USER/messages\",\"status\":200,\"times\":1}" >/dev/null
graph GET /messages
shown "status and length" "$STATUS ${#BODY}" "200 0"
graph GET /messages
shown "the second try" "$STATUS $(echo "$BODY" | jq '.value | length')" "200 0"
finish
