#!/usr/bin/env bash
# 52: the right to send as the shared mailbox is missing, and comes.
. "$(dirname "$0")/common-push.sh"
office
expect "403 ErrorSendAsDenied; once the right is given the same draft leaves"
sim users -d "{\"tenant\":\"$DOMAIN\",\"name\":\"sales\",\"isShared\":true}" >/dev/null
graph POST /messages "$(message "ann@customer-$NAME.example" "sales@$DOMAIN")"
DRAFT=$(echo "$BODY" | jq -r .id)
graph POST "/messages/$DRAFT/send"
shown "without the right" "$STATUS $(code)" "403 ErrorSendAsDenied"
sim "users/sales@$DOMAIN/rights/$USER" -X PUT -d '{"rights":["SendAs"]}' >/dev/null
graph POST "/messages/$DRAFT/send"
pass 00:00:30
shown "with it" "$STATUS" 202
shown "mails at the customer" "$(arrived)" 1
finish
