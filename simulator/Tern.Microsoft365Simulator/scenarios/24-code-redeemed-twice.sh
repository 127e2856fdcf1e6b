#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The callback is loaded twice." "Expected: the second redemption is refused with 54005; the first one counts."
USER_ID=$(sim GET "users/support@$MAIL" | jq -r .id)
BACK=$(command curl -s --noproxy '*' -o /dev/null -w '%{redirect_url}' "$B/$MAIL/oauth2/v2.0/authorize" -d "client_id=$CLIENT" -d response_type=code --data-urlencode 'scope=Mail.ReadWrite offline_access' \
  --data-urlencode redirect_uri=https://desk.example/callback -d "account=$USER_ID" -d decision=accept)
CODE=$(sed 's/.*[?&]code=\([^&]*\).*/\1/' <<< "$BACK")
redeem() { token -d grant_type=authorization_code -d "client_id=$CLIENT" -d "client_secret=$SECRET" -d "code=$CODE" --data-urlencode redirect_uri=https://desk.example/callback | verdict; }
expect "first" "ok" "$(redeem)"
expect "second" "invalid_grant 54005" "$(redeem)"
finish
