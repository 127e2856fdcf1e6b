#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "34 The connection breaks in the middle of a large body" "curl ends with 18 (partial file); the second try brings all of it"
tenant
{ printf 'From: ann@customer.example\r\nTo: %s\r\nSubject: Big\r\nMessage-ID: <big-%s@customer.example>\r\n\r\n' "$MAILBOX" "$NAME"; head -c 5000000 /dev/zero | base64; } > "$WORK/mail.eml"
curl -sf --data-binary "@$WORK/mail.eml" "$B/_sim/customers/send?to=$MAILBOX" > /dev/null
graph GET '/mailFolders/inbox/messages?$select=id'
ID=$(value '.value[0].id')
fault "{\"path\":\"*/messages/$ID/\$value\",\"cut\":\"MidBody\",\"times\":1}"
RESULT=0
curl -sf -o "$WORK/first" -H "Authorization: Bearer $TOKEN" "$B/v1.0/users/$MAILBOX/messages/$ID/\$value" || RESULT=$?
printf 'First try: curl %s, %s bytes\n' "$RESULT" "$(wc -c < "$WORK/first")"
[[ $RESULT != 0 ]] || exit 1
curl -sf -o "$WORK/second" -H "Authorization: Bearer $TOKEN" "$B/v1.0/users/$MAILBOX/messages/$ID/\$value"
holds "Bytes of the second try" "$(wc -c < "$WORK/second")" "$(wc -c < "$WORK/mail.eml")"
