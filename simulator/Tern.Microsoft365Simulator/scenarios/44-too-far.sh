#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 44 "The end that is asked for lies beyond the bound." "ask for less, and remember the bound."

office
listen
# minutes: how long the subscription of the last answer lives.
minutes() { jq -n --arg until "$(value .expirationDateTime)" --arg now "$(later 0)" '(($until | .[:19] + "Z" | fromdateiso8601) - ($now | fromdateiso8601)) / 60 | round'; }
graph POST /subscriptions "$(wish 777600)"
shown "nine days" "$(verdict)" "400 ExtensionError"
note "$(value .error.message)"
graph POST /subscriptions "$(wish 253800)"
shown "4,230 minutes" "$(verdict)" 201
shown "they are given" "$(minutes)" 4230
prepare DELETE "/subscriptions/$(value .id)"
graph POST /subscriptions "$(wish 60)"
shown "one minute" "$(verdict)" 201
shown "is raised to" "$(minutes)" 45
finish
