#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "Somebody signs in with an own account instead of the mailbox's." "Expected: success with another oid; the mailbox is not to be opened with it (403)."
sim POST users "{\"tenant\":\"$MAIL\",\"name\":\"anna\"}" > /dev/null
RT=$(sim POST grants "{\"clientId\":\"$CLIENT\",\"user\":\"anna@$MAIL\",\"scopes\":[\"Mail.ReadWrite\",\"User.Read\"]}" | jq -r .refreshToken)
AT=$(refresh "$RT" | jq -r .access_token)
expect "who it is" "anna@$MAIL" "$(graph "$AT" me | jq -r .userPrincipalName)"
expect "the mailbox" "ErrorAccessDenied" "$(graph "$AT" "users/support@$MAIL/mailFolders/inbox" | jq -r .error.code)"
finish
