#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 50 "Over 30 messages a minute the copy in Sent Items lags for minutes." "wait, and do not send again: a draft that is still one was accepted all the same."

office
for _ in $(seq 31); do prepare POST /sendMail "{\"message\":$(message)}"; done
draft
send
shown "the last answer" "$(verdict)" 202
pass 00:00:05
shown "have left" "$(arrived)" 30
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "the last one: isDraft" "$(verdict) $(value .isDraft)" "200 true"
graph GET '/mailFolders/drafts/messages?$select=id'
shown "wait in Drafts" "$(value '.value | length')" 2
pass 00:03:00
shown "have left later" "$(arrived)" 32
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "the last one: isDraft" "$(verdict) $(value .isDraft)" "200 false"
finish
