#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "37 PATCH isRead right after arrival" "412 ErrorIrresolvableConflict without If-Match; later 200"
tenant
setting conflictAfterArrival '"00:00:03"'
receive "Printer"
graph GET '/mailFolders/inbox/messages?$select=id'
ID=$(value '.value[0].id')
graph PATCH "/messages/$ID" -d '{"isRead":true}'
answered 412 ErrorIrresolvableConflict
sim POST /clock/advance '{"by":"00:00:04"}' > /dev/null
graph PATCH "/messages/$ID" -d '{"isRead":true}'
answered 200
