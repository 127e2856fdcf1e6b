#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 41 "A burst: a POST that comes twice, an entry with a forged clientState, and entries of a subscription that is gone." "202 at once; drop what is not its own; one look at the feed for all of it."

office
listen
subscribe
fault "{\"class\":\"P2\",\"path\":\"*of=$NAME*\"}"
fault "{\"class\":\"P5\",\"path\":\"users/$MAILBOX/*\"}"
receive One
receive Two
sim GET /push > /dev/null
prepare DELETE "/subscriptions/$SUBSCRIPTION"
pass 00:00:10
shown "at least three entries arrived" "$(eventually holds sent '[.[].told[]] | length >= 3' true)" yes
note "$(sent '.[] | {fault, told: [.told[] | {subscriptionId, clientState}]}')"
shown "there are entries with a forged clientState" "$(sent '[.[].told[] | select(.clientState != "secret")] | length > 0')" true
shown "POSTs by the class that doubles" "$(sent '[.[] | select(.fault // "" | contains("P2"))] | length')" 2
shown "at least three entries of a subscription that was gone when they came" "$(sent "[.[].told[] | select(.subscriptionId == \"$SUBSCRIPTION\")] | length >= 3")" true
graph GET "/subscriptions/$SUBSCRIPTION"
shown "the subscription they name" "$(verdict)" "404 ResourceNotFound"
finish
