#!/usr/bin/env bash
# 42: the endpoint is down: it answers 503, and the notification is tried again.
. "$(dirname "$0")/common-push.sh"
office
expect "503 answers lead to tries with growing gaps, for four hours, and then the notification is lost and missed is told"
graph POST /subscriptions "$(wish 86400 '&status=503')"
customer One
tried() { pass 00:00:30; [ "$(sent | jq length)" -ge "$1" ]; }
until_true tried 3
sent | jq -r '.[] | "  \(.time[11:19]) attempt \(.attempt): \(.status) \(.outcome)"'
shown "it was tried again" "$(sent | jq '[.[] | select(.outcome == "Retried")] | length >= 3')" true
for _ in $(seq 30); do pass 00:10:00; sleep 0.3; done
shown "in the end it is" "$(sent | jq -r '[.[] | select(.outcome == "Lost")][0].outcome')" Lost
shown "and this is told" "$(sent | jq -r '[.[].body | fromjson | .value[].lifecycleEvent // empty] | unique | index("missed") != null')" true
finish
