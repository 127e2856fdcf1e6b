#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "54 The upload address is past its end" "404 ErrorItemNotFound, or 401 with the setting expiredUploadStatus (which one is not documented)"
tenant
graph POST '/messages' -d '{"subject":"Big"}'
ID=$(value .id)
head -c 1000000 /dev/zero > "$WORK/piece"
# expired: a session, an hour and more, a piece.
expired() {
    graph POST "/messages/$ID/attachments/createUploadSession" -d '{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":5000000}}'
    URL=$(value .uploadUrl)
    sim POST /clock/advance '{"by":"02:00:00"}' > /dev/null
    STATUS=$(curl -s -X PUT -o "$WORK/body" -w '%{http_code}' -H 'Content-Range: bytes 0-999999/5000000' --data-binary "@$WORK/piece" "$URL")
    BODY=$(cat "$WORK/body")
}
expired
answered 404 ErrorItemNotFound
setting expiredUploadStatus 401
sign_in
expired
answered 401 InvalidAuthenticationToken
