#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "30 One message that can never be read" "500 ErrorInternalServerError for its \$value each time; the others are read"
tenant
receive "Poison"
receive "Good"
graph GET '/mailFolders/inbox/messages?$select=subject'
POISON=$(value '.value[] | select(.subject == "Poison") | .id')
GOOD=$(value '.value[] | select(.subject == "Good") | .id')
fault "{\"path\":\"*/messages/$POISON/\$value\",\"status\":500,\"graphCode\":\"ErrorInternalServerError\"}"
graph GET "/messages/$POISON/\$value"
answered 500 ErrorInternalServerError
graph GET "/messages/$GOOD/\$value"
answered 200
