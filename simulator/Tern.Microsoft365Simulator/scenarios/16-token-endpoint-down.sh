#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The token endpoint answers with 503, an HTML page, and not at all." "Expected: the token that is still good is used on; back-off; never 'disconnected'."
AT=$(app_token | jq -r .access_token)
FAULT=$(sim POST faults "{\"path\":\"/$MAIL/*/token\",\"status\":503,\"body\":\"<html>Service unavailable</html>\",\"contentType\":\"text/html\",\"times\":1}" | jq -r .id)
expect "first try" "503" "$(status "$B/$MAIL/oauth2/v2.0/token" -d grant_type=client_credentials)"
sim DELETE "faults/$FAULT" > /dev/null
FAULT=$(sim POST faults "{\"path\":\"/$MAIL/*/token\",\"cut\":\"BeforeEffect\",\"times\":1}" | jq -r .id)
expect "second try" "000" "$(status "$B/$MAIL/oauth2/v2.0/token" -d grant_type=client_credentials)"
sim DELETE "faults/$FAULT" > /dev/null
expect "Graph all the while" "true" "$(graph "$AT" "users/support@$MAIL/mailFolders/inbox" | jq 'has("id")')"
expect "afterwards" "ok" "$(app_token | verdict)"
finish
