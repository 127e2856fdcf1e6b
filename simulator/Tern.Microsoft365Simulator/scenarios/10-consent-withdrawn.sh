#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 10 "Consent is withdrawn, then the application is removed from the tenant." "tell an administrator, with the link for consent."

office
person
steer DELETE "/apps/$CLIENT/consent"
refresh "$RT"
shown "without consent" "$(verdict)" "400 invalid_grant 65001"
steer DELETE "/tenants/$DOMAIN/principals/$CLIENT"
refresh "$RT"
shown "removed" "$(verdict)" "400 unauthorized_client 700016"
finish
