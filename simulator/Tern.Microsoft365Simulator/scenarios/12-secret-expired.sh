#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 12 "The secret is over; a second one is there." "tell an administrator (from 30 days ahead), and take the second one by itself."

office
steer POST "/apps/$CLIENT/secrets" "{\"value\":\"ends-soon\",\"ends\":\"$(later 3600)\"}"
app_token ends-soon
shown "while it is good" "$(verdict)" "200 tokens"
pass 01:00:01
app_token ends-soon
shown "the old secret" "$(verdict)" "401 invalid_client 7000222"
app_token
shown "the new secret" "$(verdict)" "200 tokens"
finish
