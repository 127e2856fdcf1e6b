#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 37 "A mail is marked as read right after it arrived." "read it again and retry, up to five times; the import goes on meanwhile."

office
setting conflictAfterArrival '"00:00:30"'
receive "Printer"
newest
graph PATCH "/messages/$ID" '{"isRead":true}'
shown "at once" "$(verdict)" "412 ErrorIrresolvableConflict"
graph GET "/messages/$ID/\$value"
shown "the import meanwhile" "$STATUS" 200
pass 00:00:31
graph PATCH "/messages/$ID" '{"isRead":true}'
shown "later" "$(verdict) $(value .isRead)" "200 true"
finish
