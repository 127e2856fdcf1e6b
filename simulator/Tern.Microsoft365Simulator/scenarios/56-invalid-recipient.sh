#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 56 "A recipient is no address." "show which one it is; other mails go on."

office
graph POST /sendMail "{\"message\":$(message | jq -c '.toRecipients += [{emailAddress: {address: "nobody"}}]')}"
shown "with 'nobody' among them" "$(verdict)" "400 ErrorInvalidRecipients"
note "$(value .error.message)"
for address in 'a b@c' '<ann@x.example>' 'ann@x.example, bob@y.example' 'a@b@c' '@'; do
  graph POST /sendMail "{\"message\":$(message | jq -c --arg address "$address" '.toRecipients += [{emailAddress: {address: $address}}]')}"
  shown "with '$address' among them" "$(verdict)" "400 ErrorInvalidRecipients"
done
graph POST /sendMail "{\"message\":$(message)}"
shown "another mail" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 1
finish
