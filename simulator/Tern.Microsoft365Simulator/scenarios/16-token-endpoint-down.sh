#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 16 "For two hours the token endpoint answers 503, 504 and 502 with HTML, breaks the connection, and cannot be found." "use the token that is still good, back off, never say 'disconnected', and recover unaided."

office
receive "Meanwhile"
AT="\"path\":\"/$DOMAIN/*/token\""
HTML='"body":"<html>Bad gateway</html>","contentType":"text/html"'
fault "{$AT,\"status\":503,\"times\":1}"
fault "{$AT,\"status\":504,\"times\":1}"
fault "{$AT,\"cut\":\"BeforeEffect\",\"times\":1}"
fault "{$AT,\"status\":502,$HTML,\"until\":\"$(later 7200)\"}"
app_token
shown "first try" "$(verdict)" 503
app_token
shown "second try" "$(verdict)" 504
app_token
shown "third try" "$(verdict)" 000
UNDO+=("steer PUT /network '{\"down\":null}'")
steer PUT /network '{"down":"NameResolutionError"}'
app_token
shown "fourth try, everything out of reach" "$(verdict)" 000
steer PUT /network '{"down":null}'
app_token
shown "fifth try" "$(verdict)" "502 no JSON"
pass 00:45:00
app_token
shown "three quarters of an hour later" "$(verdict)" "502 no JSON"
graph GET '/mailFolders/inbox/messages?$select=subject'
shown "Graph with the token from before" "$(verdict) $(value '.value[0].subject')" "200 Meanwhile"
pass 01:15:01
app_token
shown "after two hours" "$(verdict)" "200 tokens"
finish
