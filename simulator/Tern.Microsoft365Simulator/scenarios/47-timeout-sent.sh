#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 47 "504 although the mail was accepted." "look for the draft's id or Message-ID before sending again; the customer gets one mail."

office
draft
fault "{\"class\":\"S2\",\"path\":\"*users/$MAILBOX/*/send\"}"
send
shown "the send" "$STATUS" 504
pass 00:00:30
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "by the id: isDraft" "$(verdict) $(value .isDraft)" "200 false"
graph GET "/mailFolders/sentitems/messages?\$select=id&\$filter=internetMessageId eq '$MESSAGE_ID'"
shown "by the Message-ID in Sent Items" "$(verdict) $(value '.value | length')" "200 1"
shown "mails at the customer" "$(arrived)" 1
finish
