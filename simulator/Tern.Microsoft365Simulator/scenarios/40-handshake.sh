#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 40 "The endpoint is starting and does not pass the handshake; later it does." "give the token back as text, escaped, within ten seconds; when the creation fails, try it again with growing gaps; the feed is followed all the while."

office
listen
request POST "$B/_sim/push/endpoint?validationToken=a%26%3Cb%3E"
shown "what a good endpoint answers" "$STATUS $(header Content-Type) $BODY" "200 text/plain; charset=utf-8 a&<b>"
graph POST /subscriptions "$(wish 86400 '&handshake=503')"
shown "an endpoint that answers 503" "$(verdict)" "400 ValidationError"
note "$(value .error.message)"
graph POST /subscriptions "$(wish 86400 '&delay=00:00:11')"
shown "one that takes eleven seconds" "$(verdict)" "400 ValidationError"
shown "the text" "$(value .error.message)" "Subscription validation request timed out."
receive "Meanwhile"
graph GET '/mailFolders/inbox/messages/delta?$select=subject'
shown "the feed meanwhile" "$(verdict) $(value '.value[0].subject')" "200 Meanwhile"
graph POST /subscriptions "$(wish)"
shown "one that answers" "$(verdict)" 201
finish
