#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 39 "200 with an empty body." "take it for trouble that passes."

office
fault "{\"path\":\"/v1.0/users/$MAILBOX/messages\",\"status\":200,\"times\":1}"
graph GET /messages
shown "status and length" "$STATUS ${#BODY}" "200 0"
graph GET /messages
shown "the second try" "$STATUS $(value '.value | length')" "200 0"
finish
