#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 05 "Twenty workers find the access token ended at the same moment." "one token request whose result all share, also when it fails. What follows is what twenty get that do not."

office
person
refresh "$RT"
TOKEN=$(value .access_token)
pass 01:31:00
asks() { graph GET /me && verdict && echo; }
shown "Graph, twenty times at once" "$(at_once 20 asks | sort | uniq -c | xargs)" "20 401 InvalidAuthenticationToken"

# Each request is held back until all are under way: the last has begun before the first has ended.
workers() {
  at_once 20 worker > "$WORK/workers"
  shown "$1: the twenty were under way together" "$(awk '{ if ($1 > begun) begun = $1; if (!ended || $2 < ended) ended = $2 } END { print begun < ended ? "yes" : "no" }' "$WORK/workers")" yes
}
worker() {
  local begun
  begun=$(date +%s%N)
  refresh "$RT"
  printf '%s %s %s %s\n' "${begun:4:12}" "$(date +%s%N | cut -c 5-16)" "$(value '.refresh_token // "-"')" "$(verdict)"
}
answers() { cut -d' ' -f4- "$WORK/workers" | sort | uniq -c | xargs; }

fault "{\"path\":\"/$DOMAIN/*/token\",\"delay\":\"00:00:03\"}"
BEFORE=$(logged '.path | endswith("/token")')
workers "without a limit"
shown "answered" "$(answers)" "20 200 tokens"
shown "different refresh tokens" "$(cut -d' ' -f3 "$WORK/workers" | sort -u | wc -l)" 20
shown "token requests in the log (a good client: 1)" "$(($(logged '.path | endswith("/token")') - BEFORE))" 20
setting loopLimit 10
workers "where loops are counted"
shown "answered" "$(answers)" "10 200 tokens 10 400 invalid_grant 50196"
steer DELETE "/faults/$FAULT"
fault "{\"path\":\"/$DOMAIN/*/token\",\"delay\":\"00:00:03\",\"status\":503}"
workers "while the endpoint is down"
shown "answered" "$(answers)" "20 503"
shown "failed requests by the fault's count (a good client: 1)" "$(sim GET /faults | jq --arg id "$FAULT" '.value[] | select(.id == $id) | .fired')" 20
note "A client's own requests: GET $B/_sim/requests?last=20"
finish
