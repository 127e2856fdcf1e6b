#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 04 "The answer to a refresh carries no refresh token." "keep the old one."

office
person
setting omitRefreshToken true
refresh "$RT"
shown "the refresh" "$(verdict)" "200 tokens"
shown "refresh_token in the answer" "$(value 'has("refresh_token")')" false
refresh "$RT"
shown "the old one again" "$(verdict)" "200 tokens"
finish
