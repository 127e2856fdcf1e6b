#!/usr/bin/env bash
# 47: 504 although the mail was accepted.
. "$(dirname "$0")/common-push.sh"
office
expect "504 with HTML; the draft is none any more, and the customer has one mail"
draft
sim faults -d "{\"class\":\"S2\",\"path\":\"*users/$USER/*/send\"}" >/dev/null
graph POST "/messages/$DRAFT/send"
shown "send" "$STATUS" 504
pass 00:00:30
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "isDraft" "$(echo "$BODY" | jq .isDraft)" false
shown "mails at the customer" "$(arrived)" 1
finish
