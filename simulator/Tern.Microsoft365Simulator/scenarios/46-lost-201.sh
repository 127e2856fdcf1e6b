#!/usr/bin/env bash
# 46: the 201 of a creation is lost; the next one is a duplicate.
. "$(dirname "$0")/common-push.sh"
office
expect "no answer, then 409 ExtensionError; the list shows the own one to adopt"
sim faults -d '{"method":"POST","path":"/v1.0/subscriptions","cut":"AfterEffect","times":1}' >/dev/null
graph POST /subscriptions "$(wish)"
shown "the first creation" "$STATUS" 000
graph POST /subscriptions "$(wish)"
shown "the second" "$STATUS $(code)" "409 ExtensionError"
graph GET /subscriptions
shown "what there is to adopt" "$(echo "$BODY" | jq -r --arg of "of=$NAME" '[.value[] | select(.notificationUrl | contains($of))] | length')" 1
finish
