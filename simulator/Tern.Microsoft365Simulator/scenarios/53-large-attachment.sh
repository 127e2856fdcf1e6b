#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 53 "A 5 MB attachment, and the upload is cut at the third piece." "an upload session that goes on where it stood, or a new one; look at the list before sending."

office
draft
SIZE=5000000
PIECE=1000000
head -c $SIZE /dev/urandom > "$WORK/big.bin"
{
  printf '{"@odata.type":"#microsoft.graph.fileAttachment","name":"big.bin","contentBytes":"'
  base64 -w0 "$WORK/big.bin"
  printf '"}'
} > "$WORK/post.json"
graph POST "/messages/$DRAFT/attachments" "@$WORK/post.json"
shown "in one POST" "$(verdict)" "413 RequestEntityTooLarge"
session() {
  graph POST "/messages/$DRAFT/attachments/createUploadSession" "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"big.bin\",\"size\":$SIZE}}"
  shown "a session" "$(verdict)" 201
  URL=$(value .uploadUrl)
}
# put FROM: the piece that begins there.
put() {
  dd if="$WORK/big.bin" of="$WORK/piece" bs=$PIECE skip=$(($1 / PIECE)) count=1 status=none
  request PUT "$URL" -H "Content-Range: bytes $1-$(($1 + PIECE - 1))/$SIZE" -H 'Content-Type: application/octet-stream' --data-binary "@$WORK/piece"
}
session
put 0
shown "piece 1" "$(verdict)" 200
put 1000000
shown "piece 2" "$(verdict), next $(value '.nextExpectedRanges[0]')" "200, next 2000000"
fault "{\"method\":\"PUT\",\"path\":\"/upload/*\",\"cut\":\"BeforeEffect\",\"times\":1}"
put 2000000
shown "piece 3" "$(verdict)" 000
put 2000000
shown "piece 3 again" "$(verdict), next $(value '.nextExpectedRanges[0]')" "200, next 3000000"
put 3000000
shown "piece 4" "$(verdict)" 200
graph GET "/messages/$DRAFT/attachments?\$select=name,size"
shown "attachments before the last piece" "$(value '.value | length')" 0
put 4000000
shown "piece 5" "$(verdict)" 201
graph GET "/messages/$DRAFT/attachments?\$select=name,size"
shown "attachments" "$(value '[.value[].name] | join(",")')" big.bin
graph GET "/messages/$DRAFT/attachments/$(value '.value[0].id')/\$value"
shown "byte for byte" "$(cmp "$WORK/body" "$WORK/big.bin" && echo yes)" yes
send
shown "the send" "$(verdict)" 202
finish
