#!/usr/bin/env bash
# 51: accepted, and then it comes back.
. "$(dirname "$0")/common-push.sh"
office
expect "202; a REPORT.IPM.Note.NDR in the Inbox that names the recipient and holds the original Message-ID"
sim "customers/ann@customer-$NAME.example/bounce" -X PUT -d '{"says":"550 5.1.1 User unknown"}' >/dev/null
draft
graph POST "/messages/$DRAFT/send"
shown "send" "$STATUS" 202
pass 00:00:30
graph GET "/mailFolders/inbox/messages?\$expand=$(jq -rn '"singleValueExtendedProperties($filter=id eq '"'String 0x001A'"')" | @uri')"
shown "the message class" "$(echo "$BODY" | jq -r '.value[0].singleValueExtendedProperties[0].value')" REPORT.IPM.Note.NDR
shown "the subject" "$(echo "$BODY" | jq -r '.value[0].subject')" "Undeliverable: Answer"
graph GET "/messages/$(echo "$BODY" | jq -r '.value[0].id')/\$value"
echo "$BODY" | grep -E '^(Final-Recipient|Status|Diagnostic-Code)' | sed 's/^/  /'
shown "the original Message-ID is in it" "$(echo "$BODY" | grep -ciF "Message-ID: $MESSAGE_ID" | sed 's/[1-9][0-9]*/yes/' | head -1)" yes
finish
