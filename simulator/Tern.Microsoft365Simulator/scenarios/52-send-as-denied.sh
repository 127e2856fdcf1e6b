#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 52 "The right to send as the shared mailbox is missing, and comes." "keep the mail, warn, and send it once the right is there."

office
steer POST /users "{\"tenant\":\"$DOMAIN\",\"name\":\"sales\",\"isShared\":true}"
draft "sales@$DOMAIN"
send
shown "without the right" "$(verdict)" "403 ErrorSendAsDenied"
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "it is kept: isDraft" "$(value .isDraft)" true
steer PUT "/users/sales@$DOMAIN/rights/$MAILBOX" '{"rights":["SendAs"]}'
send
shown "with it" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 1
finish
