#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 51 "202, and then the mail comes back." "the ticket says 'not delivered' with the diagnosis; no new ticket, no loop, no automatic answer."

office
UNDO+=("steer DELETE '/customers/$CUSTOMER/bounce'")
steer PUT "/customers/$CUSTOMER/bounce" '{"says":"550 5.1.1 User unknown"}'
draft
send
shown "the send" "$(verdict)" 202
pass 00:00:30
graph GET "/mailFolders/inbox/messages?\$expand=$(jq -rn '"singleValueExtendedProperties($filter=id eq '"'String 0x001A'"')" | @uri')"
shown "the message class" "$(value '.value[0].singleValueExtendedProperties[0].value')" REPORT.IPM.Note.NDR
shown "the subject" "$(value '.value[0].subject')" "Undeliverable: Answer"
graph GET "/messages/$(value '.value[0].id')/\$value"
note "$(grep -aE '^(Final-Recipient|Status|Diagnostic-Code)' "$WORK/body" | tr -d '\r')"
shown "it names the recipient" "$(has "$CUSTOMER")" yes
shown "the diagnosis" "$(has '550 5.1.1 User unknown')" yes
shown "the original Message-ID is in it" "$(has "$MESSAGE_ID")" yes
finish
