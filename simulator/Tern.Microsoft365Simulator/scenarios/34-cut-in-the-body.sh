#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 34 "A large mail comes slowly, and the connection breaks in the middle of it." "notice by length and by parsing, try again, keep nothing of the half."

office
{
  printf 'From: %s\r\nTo: %s\r\nSubject: Big\r\nMessage-ID: <big-%s@customer.example>\r\n\r\n' "$CUSTOMER" "$MAILBOX" "$NAME"
  head -c 5000000 /dev/zero | base64
} > "$WORK/big.eml"
ALL=$(wc -c < "$WORK/big.eml")
steer POST "/customers/send?to=$MAILBOX" "@$WORK/big.eml"
newest
fault "{\"path\":\"*/messages/$ID/\$value\",\"cut\":\"MidBody\",\"bytesPerSecond\":2000000,\"times\":1}"
BEGUN=$(date +%s%N)
graph GET "/messages/$ID/\$value"
shown "the first try takes more than a second" "$((($(date +%s%N) - BEGUN) / 1000000000 >= 1))" 1
shown "and ends without an answer that is whole" "$STATUS" 000
shown "less than was promised" "$([[ $(wc -c < "$WORK/body") -lt $(header Content-Length) && $(header Content-Length) == "$ALL" ]] && echo yes)" yes
note "curl $CURL, $(wc -c < "$WORK/body") of $ALL bytes"
graph GET "/messages/$ID/\$value"
shown "the second try" "$STATUS $(cmp "$WORK/body" "$WORK/big.eml" && echo whole)" "200 whole"
finish
