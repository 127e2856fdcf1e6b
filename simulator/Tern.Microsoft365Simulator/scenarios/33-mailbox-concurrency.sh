#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 33 "Four requests to a mailbox are in flight, and a fifth comes." "ask for less at once, keep to the wait, and let mail that is sent go first."

office
setting mailboxRequestTime '"00:00:03"'
flight() { graph GET /mailFolders/inbox && verdict && echo; }
at_once 4 flight > "$WORK/flights" &
FLIGHTS=$!
shown "four are in flight" "$(eventually holds logged '.path | endswith("/mailFolders/inbox")' 4)" yes
graph GET /mailFolders/inbox
shown "the fifth" "$(verdict)" "429 ApplicationThrottled"
shown "Retry-After" "$(header Retry-After)" 1
wait "$FLIGHTS"
shown "the four" "$(sort "$WORK/flights" | uniq -c | xargs)" "4 200"
graph GET /mailFolders/inbox
shown "afterwards" "$(verdict)" 200
finish
