#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The tenant is misspelt, lives in another cloud, or /common is used." "Expected: 90002, 900382, 50194; metadata 400 invalid_tenant."
ask() { curl "$1/oauth2/v2.0/token" "${@:2}" -d grant_type=client_credentials -d "client_id=$CLIENT" -d "client_secret=$SECRET" --data-urlencode "scope=$GRAPH/.default" | verdict; }
expect "misspelt" "invalid_request 90002" "$(ask "$B/x$MAIL")"
expect "metadata" "invalid_tenant 90002" "$(curl "$B/x$MAIL/v2.0/.well-known/openid-configuration" | verdict)"
expect "/common" "invalid_request 50194" "$(ask "$B/common")"
expect "another cloud's sign-in" "invalid_request 900382" "$(ask "$B/$MAIL" -H 'Host: login.microsoftonline.us')"
expect "its own" "ok" "$(ask "$B/$MAIL" -H 'Host: login.microsoftonline.com')"
finish
