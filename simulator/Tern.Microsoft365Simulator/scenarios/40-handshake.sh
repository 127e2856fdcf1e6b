#!/usr/bin/env bash
# 40: the endpoint does not answer the handshake; later it does.
. "$(dirname "$0")/common-push.sh"
office
expect "400 ValidationError while the endpoint is starting, 201 once it answers"
graph POST /subscriptions "$(wish 86400 '&handshake=503')"
shown "with an endpoint that answers 503" "$STATUS $(code)" "400 ValidationError"
echo "  $(echo "$BODY" | jq -r .error.message)"
graph POST /subscriptions "$(wish 86400 '&delay=00:00:11')"
shown "with an endpoint that takes eleven seconds" "$(echo "$BODY" | jq -r .error.message)" "Subscription validation request timed out."
graph POST /subscriptions "$(wish)"
shown "with an endpoint that answers" "$STATUS" 201
finish
