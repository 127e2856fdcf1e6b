#!/usr/bin/env bash
# 49: the process died between making a draft and keeping its id.
. "$(dirname "$0")/common-push.sh"
office
expect "the orphan is found by its extended property and sent instead of a second one"
KEY="String {6f1a4f0c-0000-4a8e-9a55-d2f1c0de0001} Name OutboxId"
graph POST /messages "$(message "ann@customer-$NAME.example" | jq --arg id "$KEY" '. + {singleValueExtendedProperties:[{id:$id,value:"reply-1"}]}')"
shown "the draft whose id is forgotten" "$STATUS" 201
graph GET "/mailFolders/drafts/messages?\$select=id&\$filter=$(jq -rn --arg f "singleValueExtendedProperties/Any(ep: ep/id eq '$KEY' and ep/value eq 'reply-1')" '$f | @uri')"
shown "drafts with that property" "$(echo "$BODY" | jq '.value | length')" 1
graph POST "/messages/$(echo "$BODY" | jq -r '.value[0].id')/send"
pass 00:00:30
shown "mails at the customer" "$(arrived)" 1
finish
