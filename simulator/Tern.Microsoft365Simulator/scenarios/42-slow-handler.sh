#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 42 "The handler takes over three seconds, and later its database is down." "202 within three seconds and only with a durable record (or because the feed is followed anyway); else 503 at once, and it is told again."

# Nothing of others is waiting, and the host is judged anew: five hours are longer than any POST is tried.
waiting() { sim GET /push | jq '(.posts + .waiting) | length'; }
pass 05:00:00
shown "nothing else is on its way" "$(eventually holds waiting 0)" yes

office
listen
# Everything is told after exactly one minute, so that what comes together goes in one POST.
setting notifyLongest '"00:01:00"'
setting notifyShortest '"00:01:00"'
HOST=$(sed 's|.*://||; s|/.*||' <<< "$B")
health() { sim GET /push | jq -r --arg host "$HOST" '.endpoints[$host] | "\(.notifications) told, \(.slow) slow: \(.state)"'; }
steer POST /users "{\"tenant\":\"$DOMAIN\",\"name\":\"quick\"}"
subscribe 86400 '' "quick@$DOMAIN"
subscribe 86400 '&delay=00:00:03'
# told_slow: how many notifications have come to the endpoint that takes three seconds.
told_slow() { sent '[.[] | select((.url | contains("delay=")) and .outcome == "Delivered") | .told[] | select(.lifecycleEvent == null)] | length'; }
# hundred QUICK SLOW: so many notifications for the endpoint that answers at once and the one that takes three seconds, in a new window.
hundred() {
  pass 00:10:00
  letter "Mail"
  curl -sf --noproxy '*' -o /dev/null --data-binary "@$WORK/mail.eml" "$B/_sim/mailboxes/quick@$DOMAIN/messages?copy=[1-$1]"
  curl -sf --noproxy '*' -o /dev/null --data-binary "@$WORK/mail.eml" "$B/_sim/mailboxes/$MAILBOX/messages?copy=[1-$2]"
  pass 00:01:00
}

hundred 88 12
eventually holds health "100 told, 12 slow: Slow" > /dev/null
shown "with a tenth and more of the answers over 2.9 s" "$(health)" "100 told, 12 slow: Slow"
receive "Later"
shown "the next notification waits" "$(eventually holds waiting 1)" yes
pass 00:09:00
sleep 1
shown "nine minutes later" "$(told_slow)" 12
pass 00:02:01
eventually holds told_slow 13 > /dev/null
shown "eleven minutes later" "$(told_slow)" 13

hundred 80 20
eventually holds health "100 told, 20 slow: Drop" > /dev/null
shown "with fifteen hundredths and more" "$(health)" "100 told, 20 slow: Drop"
receive "Dropped"
shown "the next notification is dropped" "$(eventually holds sent '[.[] | select(.outcome == "Dropped")] | length' 1)" yes
pass 00:01:00
shown "and this is told" "$(eventually holds sent '[.[].told[].lifecycleEvent | select(. == "missed")] | length' 1)" yes
pass 00:10:00
shown "what was dropped never comes" "$(told_slow)" 33
receive "Good again"
sleep 0.5
pass 00:01:00
eventually holds told_slow 34 > /dev/null
shown "in the next ten minutes it is told again" "$(told_slow)" 34

sign_in
forget
subscribe 86400 '&status=503'
receive "Down"
down() { sent "[.[] | select(.url | contains(\"status=503\")) | select(.told[0].lifecycleEvent == null)] | $1"; }
tried() { pass 00:00:30 && [[ $(down length) -ge $1 ]]; }
pass 00:01:00
shown "while the database is down it is tried again and again" "$(eventually tried 4)" yes
for _ in $(seq 15); do
  [[ $(down 'map(.outcome) | index("Lost") != null') == true ]] && break
  pass 00:20:00
  sleep 0.4
done
note "$(down '.[] | "\(.time[11:19]) attempt \(.attempt): \(.status) \(.outcome)"')"
SECONDS_OF='(.time[:19] + "Z" | fromdateiso8601)'
shown "every answer was" "$(down 'map(.status) | unique | join(" ")')" 503
shown "the gaps grow" "$(down "map($SECONDS_OF) | (.[1] - .[0]) < (.[-1] - .[-2])")" true
shown "for four hours at most" "$(down "map($SECONDS_OF) | .[-1] - .[0] <= 4 * 3600")" true
shown "then it is" "$(down '.[-1].outcome')" Lost
pass 00:01:00
shown "and this is told" "$(eventually holds sent '[.[] | select(.url | contains("status=503")) | .told[].lifecycleEvent | select(. == "missed")] | length > 0' true)" yes
sign_in
graph GET "/mailFolders/inbox/messages?\$select=subject&\$filter=subject eq 'Down'"
shown "the mail itself is there for who looks" "$(verdict) $(value '.value | length')" "200 1"
finish
