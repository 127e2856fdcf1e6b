#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 22 "People may not consent to mail." "after a cancel offer the link for an administrator, and understand its way back."

office
steer DELETE "/apps/$CLIENT/consent"
steer PATCH "/tenants/$DOMAIN" '{"usersMayConsent":false}'
PERSON=$(sim GET "/users/$MAILBOX" | jq -r .id)
authorize() {
  request POST "$B/$DOMAIN/oauth2/v2.0/authorize" -d "client_id=$CLIENT" -d response_type=code -d scope=Mail.ReadWrite \
    --data-urlencode redirect_uri=https://desk.example/callback -d state=s1 "$@"
}
authorize -d "account=$PERSON"
shown "Need admin approval on the page" "$(has 'Need admin approval')" yes
authorize -d decision=cancel
shown "cancelled" "$(header Location | grep -o 'error=access_denied')" error=access_denied
request POST "$B/$DOMAIN/adminconsent" -d "client_id=$CLIENT" -d decision=accept
shown "the administrator's link" "$(header Location | grep -o 'admin_consent=True')" admin_consent=True
authorize -d "account=$PERSON"
shown "then" "$(header Location | grep -o 'code=')" code=
finish
