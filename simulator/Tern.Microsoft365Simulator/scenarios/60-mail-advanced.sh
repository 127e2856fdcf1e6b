#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "60 PATCH of the subject of received mail after 31 December 2026, without Mail-Advanced" "403 ErrorAccessDenied (the status is a setting); marks still change; with the permission 200"
tenant
receive "Printer"
setting mailAdvancedFrom '"2000-01-01T00:00:00Z"'
graph GET '/mailFolders/inbox/messages?$select=id'
ID=$(value '.value[0].id')
graph PATCH "/messages/$ID" -d '{"subject":"Scanner"}'
answered 403 ErrorAccessDenied
graph PATCH "/messages/$ID" -d '{"isRead":true,"categories":["Red"]}'
answered 200
graph POST "/messages/$ID/move" -d '{"destinationId":"archive"}'
answered 201
NAME="${NAME}b"
MAILBOX="support@$NAME.example"
tenant Mail-Advanced.ReadWrite.All
receive "Printer"
graph GET '/mailFolders/inbox/messages?$select=id'
graph PATCH "/messages/$(value '.value[0].id')" -d '{"subject":"Scanner"}'
answered 200
