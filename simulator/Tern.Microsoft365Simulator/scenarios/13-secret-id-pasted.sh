#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Somebody pasted the secret's id instead of its value." "Expected: invalid_client 7000215, and the text says so."
ANSWER=$(app_token "$SECRET_ID")
expect "the id as secret" "invalid_client 7000215" "$(verdict <<< "$ANSWER")"
jq -r .error_description <<< "$ANSWER"
finish
