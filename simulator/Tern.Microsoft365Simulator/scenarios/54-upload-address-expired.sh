#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 54 "The upload address is past its end (404 or 401: which one is not documented)." "a new session."

office
draft
head -c 1000000 /dev/zero > "$WORK/piece"
session() {
  prepare POST "/messages/$DRAFT/attachments/createUploadSession" '{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":5000000}}'
  URL=$(value .uploadUrl)
}
put() { request PUT "$URL" -H 'Content-Range: bytes 0-999999/5000000' --data-binary "@$WORK/piece"; }
session
pass 02:00:00
put
shown "two hours later" "$(verdict)" "404 ErrorItemNotFound"
sign_in
setting expiredUploadStatus 401
session
pass 02:00:00
put
shown "the same, where it is 401" "$(verdict)" "401 InvalidAuthenticationToken"
sign_in
session
put
shown "a new session" "$(verdict)" 200
finish
