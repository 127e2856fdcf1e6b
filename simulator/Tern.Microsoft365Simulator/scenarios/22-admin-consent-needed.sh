#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "People may not consent to mail." "Expected: 'Need admin approval'; cancel gives access_denied; the consent link gives admin_consent=True."
sim DELETE "apps/$CLIENT/consent" > /dev/null
sim PATCH "tenants/$MAIL" '{"usersMayConsent":false}' > /dev/null
USER_ID=$(sim GET "users/support@$MAIL" | jq -r .id)
FORM=(-d "client_id=$CLIENT" -d response_type=code -d scope=Mail.ReadWrite --data-urlencode redirect_uri=https://desk.example/callback -d state=s1)
expect "the page" "Need admin approval" "$(curl "$B/$MAIL/oauth2/v2.0/authorize" "${FORM[@]}" -d "account=$USER_ID" | grep -o 'Need admin approval' | head -1)"
back() { command curl -s --noproxy '*' -o /dev/null -w '%{redirect_url}' "$@"; }
expect "cancelled" "error=access_denied" "$(back "$B/$MAIL/oauth2/v2.0/authorize" "${FORM[@]}" -d decision=cancel | grep -o 'error=access_denied')"
expect "the administrator's link" "admin_consent=True" "$(back "$B/$MAIL/adminconsent" -d "client_id=$CLIENT" -d decision=accept | grep -o 'admin_consent=True')"
expect "then" "code=" "$(back "$B/$MAIL/oauth2/v2.0/authorize" "${FORM[@]}" -d "account=$USER_ID" | grep -o 'code=')"
finish
