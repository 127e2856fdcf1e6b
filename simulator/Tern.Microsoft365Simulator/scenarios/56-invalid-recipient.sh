#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "56 A recipient that is no address" "400 ErrorInvalidRecipients; other mails go on"
tenant
graph POST '/sendMail' -d '{"message":{"subject":"x","toRecipients":[{"emailAddress":{"address":"nobody"}}]}}'
answered 400 ErrorInvalidRecipients
graph POST '/sendMail' -d '{"message":{"subject":"x","toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}}'
answered 202
