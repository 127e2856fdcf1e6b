#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 20 "The tenant is misspelt, lives in another cloud, or /common is used." "an error at setup that names the field."

office
asks() { request POST "$1/oauth2/v2.0/token" "${@:2}" -d grant_type=client_credentials -d "client_id=$CLIENT" -d "client_secret=$SECRET" --data-urlencode "scope=$SCOPE"; }
asks "$B/x$DOMAIN"
shown "misspelt" "$(verdict)" "400 invalid_request 90002"
request GET "$B/x$DOMAIN/v2.0/.well-known/openid-configuration"
shown "its metadata" "$(verdict)" "400 invalid_tenant 90002"
asks "$B/common"
shown "/common" "$(verdict)" "400 invalid_request 50194"
asks "$B/$DOMAIN" -H 'Host: login.microsoftonline.us'
shown "another cloud's sign-in" "$(verdict)" "400 invalid_request 900382"
asks "$B/$DOMAIN" -H 'Host: login.microsoftonline.com'
shown "its own" "$(verdict)" "200 tokens"
finish
