#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 46 "The 201 of a creation is lost; the next one is a duplicate." "list, adopt the own one by its address, delete strays."

office
listen
fault "{\"method\":\"POST\",\"path\":\"/v1.0/subscriptions\",\"app\":\"$CLIENT\",\"cut\":\"AfterEffect\",\"times\":1}"
graph POST /subscriptions "$(wish)"
shown "the first creation" "$(verdict)" 000
graph POST /subscriptions "$(wish)"
shown "the second" "$(verdict)" "409 ExtensionError"
prepare POST /subscriptions "$(wish | jq -c '.changeType = "updated"')"
graph GET /subscriptions
shown "the list" "$(verdict)" 200
shown "there is one to adopt, and a stray" "$(value "[.value[] | select(.notificationUrl | contains(\"of=$NAME\")) | .changeType] | sort | join(\" \")")" "created updated"
graph DELETE "/subscriptions/$(value '.value[] | select(.changeType == "updated") | .id')"
shown "the stray is deleted" "$(verdict)" 204
graph GET /subscriptions
shown "what is left" "$(value '[.value[].changeType] | join(" ")')" created
finish
