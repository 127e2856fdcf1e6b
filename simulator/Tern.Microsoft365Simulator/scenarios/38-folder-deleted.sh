#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "38 A folder that was configured by its id is deleted" "404 ErrorFolderNotFound; the well-known names still work"
tenant
graph POST '/mailFolders' -d '{"displayName":"Desk"}'
FOLDER=$(value .id)
graph GET "/mailFolders/$FOLDER/messages/delta"
LINK=$(value '."@odata.deltaLink"')
graph DELETE "/mailFolders/$FOLDER"
answered 204
graph GET "/mailFolders/$FOLDER/messages"
answered 404 ErrorFolderNotFound
graph GET "$LINK"
answered 404 ErrorFolderNotFound
graph GET '/mailFolders/inbox'
answered 200
