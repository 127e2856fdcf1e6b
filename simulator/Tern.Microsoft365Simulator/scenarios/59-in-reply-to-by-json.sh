#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "59 In-Reply-To as a JSON header" "400 InvalidInternetMessageHeader; createReply sets it instead"
tenant
graph POST '/messages' -d '{"subject":"Re: x","internetMessageHeaders":[{"name":"In-Reply-To","value":"<q@customer.example>"}]}'
answered 400 InvalidInternetMessageHeader
receive "Printer"
graph GET '/mailFolders/inbox/messages?$select=internetMessageId'
ID=$(value '.value[0].id')
QUESTION=$(value '.value[0].internetMessageId')
graph POST "/messages/$ID/createReply" -d '{"comment":"We are on it."}'
answered 201
graph GET "/messages/$(value .id)?\$select=subject&\$expand=singleValueExtendedProperties(\$filter=id eq 'String 0x1042')"
holds "In-Reply-To" "$(value '.singleValueExtendedProperties[0].value')" "$QUESTION"
