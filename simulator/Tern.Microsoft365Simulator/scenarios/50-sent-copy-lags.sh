#!/usr/bin/env bash
# 50: over 30 messages a minute the submission lags.
. "$(dirname "$0")/common-push.sh"
office
expect "202 for all; after some seconds 30 have left and the others are drafts still; minutes later all have"
for _ in $(seq 32); do graph POST /sendMail "{\"message\":$(message "ann@customer-$NAME.example")}"; done
shown "the last answer" "$STATUS" 202
pass 00:00:05
shown "have left" "$(arrived)" 30
graph GET '/mailFolders/drafts/messages?$select=id'
shown "wait in Drafts" "$(echo "$BODY" | jq '.value | length')" 2
pass 00:03:00
shown "have left later" "$(arrived)" 32
finish
