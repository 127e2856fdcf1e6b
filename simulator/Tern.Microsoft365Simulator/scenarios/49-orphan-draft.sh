#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 49 "The process died between making a draft and keeping its id." "find the orphan by its extended property, and send it instead of a second one."

office
KEY="String {6f1a4f0c-0000-4a8e-9a55-d2f1c0de0001} Name OutboxId"
graph POST /messages "$(message | jq -c --arg id "$KEY" '. + {singleValueExtendedProperties: [{id: $id, value: "reply-1"}]}')"
shown "the draft whose id is forgotten" "$(verdict)" 201
graph GET "/mailFolders/drafts/messages?\$select=id&\$filter=$(jq -rn --arg f "singleValueExtendedProperties/Any(ep: ep/id eq '$KEY' and ep/value eq 'reply-1')" '$f | @uri')"
shown "drafts with that property" "$(verdict) $(value '.value | length')" "200 1"
send "$(value '.value[0].id')"
shown "the send" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 1
finish
