#!/usr/bin/env bash
# 48: 504 and nothing was accepted.
. "$(dirname "$0")/common-push.sh"
office
expect "504; the draft is still one; sent again it leaves once"
draft
sim faults -d "{\"class\":\"S3\",\"path\":\"*users/$USER/*/send\"}" >/dev/null
graph POST "/messages/$DRAFT/send"
shown "send" "$STATUS" 504
pass 00:01:00
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "isDraft" "$(echo "$BODY" | jq .isDraft)" true
graph POST "/messages/$DRAFT/send"
pass 00:00:30
shown "sent again" "$STATUS" 202
shown "mails at the customer" "$(arrived)" 1
finish
