#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Consent is withdrawn, then the application is removed from the tenant." "Expected: 65001, then 700016; an administrator has to act."
RT=$(sign_in)
sim DELETE "apps/$CLIENT/consent" > /dev/null
expect "without consent" "invalid_grant 65001" "$(refresh "$RT" | verdict)"
sim DELETE "tenants/$MAIL/principals/$CLIENT" > /dev/null
expect "removed" "unauthorized_client 700016" "$(refresh "$RT" | verdict)"
finish
