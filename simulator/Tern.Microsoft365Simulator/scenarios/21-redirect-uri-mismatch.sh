#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The redirect URI has a slash too many." "Expected: the page of Microsoft stays (50011); the browser never comes back."
ADDRESS="$B/$MAIL/oauth2/v2.0/authorize?client_id=$CLIENT&response_type=code&scope=Mail.ReadWrite&redirect_uri=https%3A%2F%2Fdesk.example%2Fcallback%2F"
expect "status" "400" "$(status "$ADDRESS")"
expect "shown" "AADSTS50011" "$(curl "$ADDRESS" | grep -o AADSTS50011 | head -1)"
finish
