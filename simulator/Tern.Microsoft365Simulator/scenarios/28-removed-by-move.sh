#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 28 "Somebody moves a message in Outlook." "keep the ticket, and note where the message lies now."

office
receive "Printer"
prepare GET /mailFolders/inbox/messages/delta
ID=$(value '.value[0].id')
LINK=$(value '."@odata.deltaLink"')
steer POST "/mailboxes/$MAILBOX/messages/1/move" '{"folder":"archive"}'
graph GET "$LINK"
shown "the feed" "$(verdict)" 200
shown "its row" "$(value '.value[0]."@removed".reason')" deleted
shown "the id is that of the message" "$([[ $(value '.value[0].id') == "$ID" ]] && echo yes)" yes
prepare GET '/mailFolders/archive?$select=id'
ARCHIVE=$(value .id)
graph GET "/messages/$ID?\$select=parentFolderId"
shown "the message still exists" "$(verdict)" 200
shown "in the archive" "$([[ $(value .parentFolderId) == "$ARCHIVE" ]] && echo yes)" yes
finish
