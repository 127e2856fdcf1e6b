#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 21 "The redirect URI has a slash too many." "show the URI to register at setup, and let the pending sign-in end by itself: the browser never comes back."

office
request GET "$B/$DOMAIN/oauth2/v2.0/authorize?client_id=$CLIENT&response_type=code&scope=Mail.ReadWrite&redirect_uri=https%3A%2F%2Fdesk.example%2Fcallback%2F"
shown "status" "$STATUS" 400
shown "AADSTS50011 on the page" "$(has AADSTS50011)" yes
shown "way back" "$(header Location)" ""
finish
