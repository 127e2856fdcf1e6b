#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 24 "The callback is loaded twice." "use its state once, and say 'already connected' the second time."

office
PERSON=$(sim GET "/users/$MAILBOX" | jq -r .id)
request POST "$B/$DOMAIN/oauth2/v2.0/authorize" -d "client_id=$CLIENT" -d response_type=code --data-urlencode 'scope=Mail.ReadWrite offline_access' \
  --data-urlencode redirect_uri=https://desk.example/callback -d "account=$PERSON" -d decision=accept
CODE=$(header Location | sed 's/.*[?&]code=\([^&]*\).*/\1/')
redeem() { token -d grant_type=authorization_code -d "client_id=$CLIENT" -d "client_secret=$SECRET" -d "code=$CODE" --data-urlencode redirect_uri=https://desk.example/callback; }
redeem
shown "first" "$(verdict)" "200 tokens"
RT=$(value .refresh_token)
redeem
shown "second" "$(verdict)" "400 invalid_grant 54005"
refresh "$RT"
shown "what the first one brought" "$(verdict)" "200 tokens"
finish
