#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 38 "The folder that was configured by its id is deleted." "tell somebody, and fall back to a well-known one."

office
prepare POST /mailFolders '{"displayName":"Desk"}'
FOLDER=$(value .id)
prepare GET "/mailFolders/$FOLDER/messages/delta"
LINK=$(value '."@odata.deltaLink"')
graph DELETE "/mailFolders/$FOLDER"
shown "the deletion" "$(verdict)" 204
graph GET "/mailFolders/$FOLDER/messages"
shown "its list" "$(verdict)" "404 ErrorFolderNotFound"
graph GET "$LINK"
shown "its feed" "$(verdict)" "404 ErrorFolderNotFound"
graph GET /mailFolders/inbox
shown "a well-known one" "$(verdict)" 200
finish
