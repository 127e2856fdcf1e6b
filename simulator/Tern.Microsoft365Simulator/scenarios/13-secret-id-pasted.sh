#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 13 "Somebody pasted the secret's id instead of its value." "the test at setup says exactly that."

office
app_token "$SECRET_ID"
shown "the id as secret" "$(verdict)" "401 invalid_client 7000215"
shown "the text says so" "$(has 'not the client secret ID')" yes
note "$(value .error_description)"
finish
