#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 48 "504, and nothing was accepted." "send the same draft again; the customer gets one mail."

office
draft
fault "{\"class\":\"S3\",\"path\":\"*users/$MAILBOX/*/send\"}"
send
shown "the send" "$STATUS" 504
pass 00:01:00
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "isDraft" "$(verdict) $(value .isDraft)" "200 true"
shown "mails at the customer" "$(arrived)" 0
send
shown "sent again" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 1
finish
