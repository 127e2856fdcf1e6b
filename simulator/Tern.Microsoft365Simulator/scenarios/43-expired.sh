#!/usr/bin/env bash
# 43: renewal failed for days, and the subscription has expired.
. "$(dirname "$0")/common-push.sh"
office
expect "PATCH 404 ResourceNotFound; a new one can be made, and delta finds what nobody was told of"
graph POST /subscriptions "$(wish 3600)"
SUBSCRIPTION=$(echo "$BODY" | jq -r .id)
pass 02:00:00
customer "Nobody was told"
sign_in
graph PATCH "/subscriptions/$SUBSCRIPTION" "{\"expirationDateTime\":\"$(later 86400)\"}"
shown "the renewal" "$STATUS $(code)" "404 ResourceNotFound"
graph POST /subscriptions "$(wish)"
shown "a new one" "$STATUS" 201
graph GET '/mailFolders/inbox/messages/delta?$select=subject'
shown "delta" "$(echo "$BODY" | jq -r '.value[0].subject')" "Nobody was told"
finish
