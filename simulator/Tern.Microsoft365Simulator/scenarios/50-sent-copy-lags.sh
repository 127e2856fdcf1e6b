#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 50 "Over 30 messages a minute the copy in Sent Items lags for minutes." "wait, and do not send again: a draft that is still one was accepted all the same."

office
for _ in $(seq 95); do prepare POST /sendMail "{\"message\":$(message)}"; done
draft
send
shown "the last answer" "$(verdict)" 202
pass 00:00:05
shown "have left" "$(arrived)" 30
graph GET '/mailFolders/drafts'
shown "wait in Drafts" "$(value .totalItemCount)" 66
pass 00:02:10
shown "have left after two minutes" "$(arrived)" 90
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "the last one: isDraft" "$(verdict) $(value .isDraft)" "200 true"
pass 00:01:15
shown "have left after three minutes" "$(arrived)" 96
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "the last one: isDraft" "$(verdict) $(value .isDraft)" "200 false"

note "The other half: meanwhile it is nowhere to be found."
setting hiddenInTransit true
setting sentItemsAfter '"00:03:00"'
draft
send
shown "one more" "$(verdict)" 202
pass 00:00:05
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "while it is under way" "$(verdict)" "404 ErrorItemNotFound"
shown "and yet it has left" "$(arrived)" 97
pass 00:03:00
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "three minutes later: isDraft" "$(verdict) $(value .isDraft)" "200 false"
shown "the customer has it once" "$(arrived)" 97
finish
