#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 35 "The mailbox has no licence, is soft-deleted, kept for the law only, on a server of the organisation's own, on its way there, or was moved to another data centre." "tell an administrator, look again slowly, go on by itself; keep the deltaLink until it is 410."

office
prepare GET '/mailFolders/inbox/messages/delta?$select=subject'
LINK=$(value '."@odata.deltaLink"')
# away LABEL AWAY BACK: the mailbox in a state, and out of it again.
away() {
  steer PATCH "/users/$MAILBOX" "$2"
  graph GET "$LINK"
  shown "$1: the feed" "$(verdict)" "404 MailboxNotEnabledForRESTAPI"
  graph POST /sendMail "{\"message\":$(message)}"
  shown "$1: sending" "$(verdict)" "404 MailboxNotEnabledForRESTAPI"
  steer PATCH "/users/$MAILBOX" "$3"
  receive "After: $1"
  graph GET "$LINK"
  shown "$1, and back: the same deltaLink" "$(verdict) $(value '.value[0].subject')" "200 After: $1"
  LINK=$(value '."@odata.deltaLink"')
}
away "no licence" '{"isLicensed":false}' '{"isLicensed":true}'
for state in SoftDeleted Inactive OnPremises Migrating; do away "$state" "{\"mailboxState\":\"$state\"}" '{"mailboxState":"Active"}'; done
steer POST "/mailboxes/$MAILBOX/relocate"
graph GET "$LINK"
shown "moved to another data centre: the deltaLink" "$(verdict)" "410 SyncStateNotFound"
graph GET "$(header Location)"
shown "a new round" "$(verdict), $(value '.value | length') messages" "200, 5 messages"
finish
