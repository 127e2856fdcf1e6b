#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 07 "Nobody refreshed for 90 days (the clock moves on for everybody here)." "ask for a new sign-in, loudly; stop polling; keep what is to be sent; lose nothing. A daily refresh prevents it."

office
person
receive "While nobody looked"
pass 90.00:00:00
refresh "$RT"
shown "the refresh" "$(verdict)" "400 invalid_grant 700082"
person
refresh "$RT"
shown "after a new sign-in" "$(verdict)" "200 tokens"
TOKEN=$(value .access_token)
graph GET '/me/mailFolders/inbox/messages/delta?$select=subject'
shown "what came meanwhile" "$(value '.value[0].subject')" "While nobody looked"
finish
