#!/usr/bin/env bash
# 41: a burst with a wrong clientState, a duplicate, and an unknown subscription.
. "$(dirname "$0")/common-push.sh"
office
expect "a POST that comes twice, an entry with a forged clientState, and one of a subscription that is gone"
graph POST /subscriptions "$(wish)"
SUBSCRIPTION=$(echo "$BODY" | jq -r .id)
sim faults -d "{\"class\":\"P2\",\"path\":\"*of=$NAME*\"}" >/dev/null
sim faults -d "{\"class\":\"P5\",\"path\":\"users/$USER/*\"}" >/dev/null
customer One
customer Two
sim push >/dev/null
graph DELETE "/subscriptions/$SUBSCRIPTION"
pass 00:00:10
three() { [ "$(sent | jq '[.[].body | fromjson | .value[]] | length')" -ge 3 ]; }
until_true three && ARRIVED=yes || ARRIVED=no
shown "at least three entries arrived" "$ARRIVED" yes
sent | jq -c '.[] | {fault, told: [.body | fromjson | .value[] | {subscriptionId, clientState}]}'
shown "entries with a forged clientState" "$(sent | jq '[.[].body | fromjson | .value[] | select(.clientState != "secret")] | length > 0')" true
shown "POSTs by the class that doubles" "$(sent | jq '[.[] | select(.fault // "" | contains("P2"))] | length')" 2
shown "entries of a subscription that was gone when they came" "$(sent | jq --arg id "$SUBSCRIPTION" '[.[].body | fromjson | .value[] | select(.subscriptionId == $id)] | length >= 3')" true
graph GET "/subscriptions/$SUBSCRIPTION"
shown "the subscription they name" "$STATUS $(code)" "404 ResourceNotFound"
finish
