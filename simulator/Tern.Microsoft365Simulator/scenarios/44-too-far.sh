#!/usr/bin/env bash
# 44: an end beyond the bound.
. "$(dirname "$0")/common-push.sh"
office
expect "400 ExtensionError that names the bound; a smaller one is taken, one under 45 minutes is raised"
graph POST /subscriptions "$(wish 777600)"
shown "nine days" "$STATUS $(code)" "400 ExtensionError"
echo "  $(echo "$BODY" | jq -r .error.message)"
graph POST /subscriptions "$(wish 60)"
shown "one minute" "$STATUS" 201
shown "is raised to the minutes" "$(jq -n --arg until "$(echo "$BODY" | jq -r .expirationDateTime)" --arg now "$(later 0)" '(($until | fromdateiso8601) - ($now | fromdateiso8601)) / 60 | round')" 45
finish
