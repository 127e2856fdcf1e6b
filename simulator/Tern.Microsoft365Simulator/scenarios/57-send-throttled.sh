#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
# By a fault: no documented limit answers a send with so long a wait.
scenario 57 "429 on a send, with Retry-After 60." "wait, keep the order of a ticket; other mailboxes go on."

office
draft
fault "{\"path\":\"/v1.0/users/$MAILBOX/messages/*/send\",\"status\":429,\"graphCode\":\"ApplicationThrottled\",\"headers\":{\"Retry-After\":\"60\"},\"until\":\"$(later 60)\"}"
send
shown "the send" "$(verdict)" "429 ApplicationThrottled"
shown "Retry-After" "$(header Retry-After)" 60
steer POST /users "{\"tenant\":\"$DOMAIN\",\"name\":\"sales\"}"
graph POST "/users/sales@$DOMAIN/sendMail" "{\"message\":$(message "sales@$DOMAIN")}"
shown "another mailbox" "$(verdict)" 202
pass 00:01:01
shown "mails at the customer" "$(arrived)" 1
send
shown "after the wait" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 2
finish
