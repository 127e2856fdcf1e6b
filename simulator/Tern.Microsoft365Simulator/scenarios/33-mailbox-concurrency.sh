#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "33 Over the mailbox's concurrency: four requests are in flight, and a fifth comes" "429 ApplicationThrottled with Retry-After: 1; it passes when the four are done"
tenant
setting mailboxRequestTime '"00:00:02"'
for _ in 1 2 3 4; do
    curl -s -o /dev/null -H "Authorization: Bearer $TOKEN" "$B/v1.0/users/$MAILBOX/mailFolders/inbox" &
done
sleep 0.5
graph GET '/mailFolders/inbox' -D "$WORK/headers"
answered 429 ApplicationThrottled
holds "Retry-After" "$(grep -i '^retry-after:' "$WORK/headers" | tr -d '\r' | cut -d' ' -f2)" 1
wait
graph GET '/mailFolders/inbox'
answered 200
