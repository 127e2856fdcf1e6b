#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 55 "A message over 35 MB in all." "say so before it is sent, or mark it as failed for good."

office
draft
prepare POST "/messages/$DRAFT/attachments/createUploadSession" '{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":36000000}}'
URL=$(value .uploadUrl)
head -c 4000000 /dev/zero > "$WORK/piece"
for ((at = 0; at < 36000000; at += 4000000)); do
  request PUT "$URL" -H "Content-Range: bytes $at-$((at + 3999999))/36000000" --data-binary "@$WORK/piece"
done
shown "the last piece" "$(verdict)" 201
send
shown "the send" "$(verdict)" "413 ErrorMessageSizeExceeded"
graph GET "/messages/$DRAFT?\$select=isDraft"
shown "isDraft" "$(value .isDraft)" true
pass 00:00:30
shown "mails at the customer" "$(arrived)" 0
finish
