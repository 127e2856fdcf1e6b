#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 45 "Each lifecycle event, and a removal of which nobody is told." "reauthorize, follow the feed, make a new one; and look by a timer whether it still exists."

office
listen
subscribe
for event in reauthorizationRequired missed subscriptionRemoved; do
  steer POST "/subscriptions/$SUBSCRIPTION/lifecycle" "{\"event\":\"$event\"}"
  if [[ $event == reauthorizationRequired ]]; then
    graph POST "/subscriptions/$SUBSCRIPTION/reauthorize"
    shown "reauthorize" "$(verdict)" 204
  fi
done
pass 00:00:10
eventually holds sent '[.[].told[].lifecycleEvent] | unique | length' 3 > /dev/null
shown "what was told" "$(sent '[.[].told[].lifecycleEvent] | unique')" '["missed","reauthorizationRequired","subscriptionRemoved"]'
subscribe
steer DELETE "/apps/$CLIENT/consent"
pass 00:00:01
pass 00:00:10
shown "consent that is withdrawn is told as subscriptionRemoved" \
  "$(eventually holds sent "[.[].told[] | select(.subscriptionId == \"$SUBSCRIPTION\" and .lifecycleEvent == \"subscriptionRemoved\")] | length" 1)" yes
steer POST "/apps/$CLIENT/consent"
sign_in
subscribe
BEFORE=$(sent length)
steer DELETE "/subscriptions/$SUBSCRIPTION"
pass 00:05:00
graph GET "/subscriptions/$SUBSCRIPTION"
shown "one that went without a word: the timer's look" "$(verdict)" "404 ResourceNotFound"
shown "nothing more was told" "$(sent length)" "$BEFORE"
finish
