#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 17 "Too many token requests come from a client id, or from the tenant." "all workers of this client id wait for 120 seconds; nobody is asked to sign in."

office
throttled() {
  pass 00:03:00
  app_token
  shown "$1, first" "$(verdict)" "200 tokens"
  app_token
  shown "$1, second" "$STATUS" 429
  shown "$1, Retry-After" "$(header Retry-After)" 120
  shown "$1, the code" "$(value '.error_codes[0]')" 90055
  pass 00:01:40
  app_token
  shown "$1, before the wait is over" "$STATUS" 429
  shown "$1, the rest of the wait is told" "$([[ $(header Retry-After) -gt 0 && $(header Retry-After) -le 20 ]] && echo yes || echo no)" yes
  pass 00:00:20
  app_token
  shown "$1, after the wait" "$(verdict)" "200 tokens"
}

steer PATCH "/apps/$CLIENT" '{"tokenRequestLimit":1}'
throttled "the client id"
steer PATCH "/apps/$CLIENT" '{"tokenRequestLimit":0}'
steer PATCH "/tenants/$DOMAIN" '{"tokenRequestLimit":1}'
throttled "the tenant"
finish
