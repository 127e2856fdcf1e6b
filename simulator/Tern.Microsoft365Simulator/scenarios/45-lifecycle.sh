#!/usr/bin/env bash
# 45: each lifecycle event, and a removal of which nobody is told.
. "$(dirname "$0")/common-push.sh"
office
expect "reauthorizationRequired, missed and subscriptionRemoved at the lifecycle address; then a subscription that is gone without a word"
graph POST /subscriptions "$(wish)"
SUBSCRIPTION=$(echo "$BODY" | jq -r .id)
for event in reauthorizationRequired missed subscriptionRemoved; do
  sim "subscriptions/$SUBSCRIPTION/lifecycle" -d "{\"event\":\"$event\"}" >/dev/null
done
pass 00:00:10
told() { [ "$(sent | jq '[.[].body | fromjson | .value[].lifecycleEvent] | unique | length')" = 3 ]; }
until_true told
shown "what was told" "$(sent | jq -c '[.[].body | fromjson | .value[].lifecycleEvent] | unique')" '["missed","reauthorizationRequired","subscriptionRemoved"]'
graph POST /subscriptions "$(wish)"
SUBSCRIPTION=$(echo "$BODY" | jq -r .id)
sim "apps/$CLIENT/consent" -X DELETE >/dev/null
pass 00:00:01
pass 00:00:10
removed() { [ "$(sent | jq --arg id "$SUBSCRIPTION" '[.[].body | fromjson | .value[] | select(.subscriptionId == $id and .lifecycleEvent == "subscriptionRemoved")] | length')" = 1 ]; }
until_true removed && TOLD=yes || TOLD=no
shown "consent that is withdrawn is told as subscriptionRemoved" "$TOLD" yes
sim "apps/$CLIENT/consent" -X POST >/dev/null
sign_in
graph POST /subscriptions "$(wish)"
SUBSCRIPTION=$(echo "$BODY" | jq -r .id)
BEFORE=$(sent | jq length)
sim "subscriptions/$SUBSCRIPTION" -X DELETE >/dev/null
pass 00:05:00
graph GET "/subscriptions/$SUBSCRIPTION"
shown "the timer's look finds" "$STATUS $(code)" "404 ResourceNotFound"
shown "nothing more was told" "$(sent | jq length)" "$BEFORE"
finish
