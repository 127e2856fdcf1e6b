#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
# The end of 2026 comes in an hour here. The status without the permission is a setting: it is not documented.
scenario 60 "After 31 December 2026 the subject of received mail is changed without Mail-Advanced." "never do that; marks, categories and moves go on."

office
receive "Printer"
newest
setting mailAdvancedFrom "\"$(later 3600)\""
graph PATCH "/messages/$ID" '{"subject":"Scanner"}'
shown "before" "$(verdict)" 200
pass 01:00:01
sign_in
graph PATCH "/messages/$ID" '{"subject":"Printer"}'
shown "after" "$(verdict)" "403 ErrorAccessDenied"
graph PATCH "/messages/$ID" '{"isRead":true,"categories":["Red"]}'
shown "marks" "$(verdict)" 200
graph POST "/messages/$ID/move" '{"destinationId":"archive"}'
shown "a move" "$(verdict)" 201
NAME=${NAME}b
DOMAIN=$NAME.example
MAILBOX=support@$DOMAIN
office Mail-Advanced.ReadWrite.All
receive "Printer"
newest
graph PATCH "/messages/$ID" '{"subject":"Scanner"}'
shown "with the permission" "$(verdict)" 200
finish
