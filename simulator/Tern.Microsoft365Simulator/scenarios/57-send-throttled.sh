#!/usr/bin/env bash
# 57: 429 on a send, with Retry-After 60. By a fault: no documented limit answers a send with so long a wait.
. "$(dirname "$0")/common-push.sh"
office
expect "429 with Retry-After 60 for this mailbox; another one goes on; after the wait the same draft leaves once"
draft
sim faults -d "{\"path\":\"/v1.0/users/$USER/messages/*/send\",\"status\":429,\"graphCode\":\"ApplicationThrottled\",\"headers\":{\"Retry-After\":\"60\"},\"until\":\"$(later 60)\"}" >/dev/null
WAIT=$(curl -s --noproxy '*' -o /dev/null -D - -X POST -H "Authorization: Bearer $TOKEN" -H 'Content-Length: 0' "$B/v1.0/users/$USER/messages/$DRAFT/send" | tr -d '\r' | awk 'tolower($1) == "retry-after:" {print $2}')
shown "Retry-After" "$WAIT" 60
sim users -d "{\"tenant\":\"$DOMAIN\",\"name\":\"sales\"}" >/dev/null
ask -X POST -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' "$B/v1.0/users/sales@$DOMAIN/sendMail" -d "{\"message\":$(message "bob@customer-$NAME.example" "sales@$DOMAIN")}"
shown "another mailbox" "$STATUS" 202
pass 00:01:01
graph POST "/messages/$DRAFT/send"
pass 00:00:30
shown "after the wait" "$STATUS" 202
shown "mails at the customer" "$(arrived)" 1
finish
