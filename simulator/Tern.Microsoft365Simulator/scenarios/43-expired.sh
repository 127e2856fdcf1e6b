#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 43 "The renewal fails for days, and the subscription has expired." "make a new one, and follow the feed: nothing is lost."

office
listen
subscribe
fault "{\"method\":\"PATCH\",\"path\":\"/v1.0/subscriptions/*\",\"app\":\"$CLIENT\",\"status\":503,\"graphCode\":\"ServiceUnavailable\",\"until\":\"$(later 259200)\"}"
renew() { sign_in && graph PATCH "/subscriptions/$SUBSCRIPTION" "{\"expirationDateTime\":\"$(later 86400)\"}"; }
for hours in 12 24 48; do
  renew
  shown "the renewal, $hours hours before the next try" "$(verdict)" "503 ServiceUnavailable"
  pass "$((hours / 24)).$((hours % 24)):00:00"
done
receive "Nobody was told"
renew
shown "the renewal after days" "$(verdict)" "404 ResourceNotFound"
graph POST /subscriptions "$(wish)"
shown "a new one" "$(verdict)" 201
pass 00:00:10
shown "what was told of the mail" "$(sent '[.[].told[] | select(.lifecycleEvent == null)] | length')" 0
graph GET '/mailFolders/inbox/messages/delta?$select=subject'
shown "the feed" "$(verdict) $(value '.value[0].subject')" "200 Nobody was told"
finish
