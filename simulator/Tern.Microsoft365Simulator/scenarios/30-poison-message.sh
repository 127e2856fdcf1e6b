#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 30 "One message can never be read, and another breaks the parser." "after some tries set it aside with its id and what is there of it, tell somebody, and go on with the others."

office
receive "Poison"
printf 'From: Ann <%s\r\nTo: %s\r\nSubject: =?utf-8?B?Broken?=\r\nMessage-ID: <broken-%s\r\nContent-Type: multipart/mixed; boundary="never\r\n\r\n--never\r\nContent-Transfer-Encoding: base64\r\n\r\n\377\376***\r\n' "$CUSTOMER" "$MAILBOX" "$NAME" > "$WORK/broken.eml"
steer POST "/customers/send?to=$MAILBOX" "@$WORK/broken.eml"
receive "Good"
prepare GET '/mailFolders/inbox/messages?$select=subject&$orderby=receivedDateTime'
POISON=$(value '.value[] | select(.subject == "Poison") | .id')
GOOD=$(value '.value[] | select(.subject == "Good") | .id')
BROKEN=$(value '.value[] | select(.subject != "Good" and .subject != "Poison") | .id')
fault "{\"path\":\"*/messages/$POISON/\$value\",\"status\":500,\"graphCode\":\"ErrorInternalServerError\"}"
for try in 1 2 3; do
  graph GET "/messages/$POISON/\$value"
  shown "try $try" "$(verdict)" "500 ErrorInternalServerError"
done
graph GET "/messages/$BROKEN/\$value"
shown "the broken one comes byte for byte" "$STATUS $(cmp "$WORK/body" "$WORK/broken.eml" && echo same)" "200 same"
graph GET "/messages/$GOOD/\$value"
shown "the good one" "$STATUS" 200
finish
