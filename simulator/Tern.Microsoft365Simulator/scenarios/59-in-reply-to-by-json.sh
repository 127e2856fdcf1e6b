#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 59 "In-Reply-To as a JSON header." "createReply or MIME instead."

office
graph POST /messages '{"subject":"Re: x","internetMessageHeaders":[{"name":"In-Reply-To","value":"<q@customer.example>"}]}'
shown "as a header in JSON" "$(verdict)" "400 InvalidInternetMessageHeader"
receive "Printer"
newest
QUESTION=$(value '.value[0].internetMessageId')
# in_reply_to: of the draft in the last answer.
in_reply_to() {
  graph GET "/messages/$(value .id)?\$select=subject&\$expand=singleValueExtendedProperties(\$filter=id eq 'String 0x1042')"
  value '.singleValueExtendedProperties[0].value'
}
graph POST "/messages/$ID/createReply" '{"comment":"We are on it."}'
shown "createReply" "$(verdict)" 201
shown "its In-Reply-To" "$(in_reply_to)" "$QUESTION"
printf 'From: %s\r\nTo: %s\r\nSubject: Re: Printer\r\nIn-Reply-To: %s\r\n\r\nWe are on it.\r\n' "$MAILBOX" "$CUSTOMER" "$QUESTION" | base64 -w0 > "$WORK/reply"
request POST "$B/v1.0/users/$MAILBOX/messages" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: text/plain' --data-binary "@$WORK/reply"
shown "MIME" "$(verdict)" 201
shown "its In-Reply-To" "$(in_reply_to)" "$QUESTION"
finish
