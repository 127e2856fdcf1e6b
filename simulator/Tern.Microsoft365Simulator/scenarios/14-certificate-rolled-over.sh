#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 14 "The certificate was exchanged by the administrator." "try every credential in order, and remember the one that works."

office
certificate old
OLD=$CERTIFICATE
certified old
shown "before" "$(verdict)" "200 tokens"
certificate new
steer DELETE "/apps/$CLIENT/certificates/$OLD"
certified old
shown "the old certificate" "$(verdict)" "401 invalid_client 700027"
certified new
shown "the new certificate" "$(verdict)" "200 tokens"
finish
