#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "55 A message over 35 MB" "413 ErrorMessageSizeExceeded when it is sent; it stays a draft"
tenant
graph POST '/messages' -d '{"subject":"Big","toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}'
ID=$(value .id)
graph POST "/messages/$ID/attachments/createUploadSession" -d '{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":36000000}}'
URL=$(value .uploadUrl)
head -c 4000000 /dev/zero > "$WORK/piece"
for ((at = 0; at < 36000000; at += 4000000)); do
    curl -sf -X PUT -o /dev/null -H "Content-Range: bytes $at-$((at + 3999999))/36000000" --data-binary "@$WORK/piece" "$URL"
done
graph POST "/messages/$ID/send" -d ''
answered 413 ErrorMessageSizeExceeded
graph GET "/messages/$ID?\$select=isDraft"
holds "Still a draft" "$(value .isDraft)" true
