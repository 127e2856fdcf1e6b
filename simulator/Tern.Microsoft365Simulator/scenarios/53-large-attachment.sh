#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "53 A 5 MB attachment" "413 in one POST; an upload session takes it in pieces, and goes on after a cut at the own offset"
tenant
graph POST '/messages' -d '{"subject":"Big","toRecipients":[{"emailAddress":{"address":"ann@customer.example"}}]}'
ID=$(value .id)
head -c 5000000 /dev/urandom > "$WORK/big.bin"
{ printf '{"@odata.type":"#microsoft.graph.fileAttachment","name":"big.bin","contentBytes":"'; base64 -w0 "$WORK/big.bin"; printf '"}'; } > "$WORK/post.json"
graph POST "/messages/$ID/attachments" --data-binary "@$WORK/post.json"
answered 413 RequestEntityTooLarge
graph POST "/messages/$ID/attachments/createUploadSession" -d '{"AttachmentItem":{"attachmentType":"file","name":"big.bin","size":5000000}}'
answered 201
URL=$(value .uploadUrl)
# put FROM TO
put() {
    STATUS=$(dd if="$WORK/big.bin" bs=100000 skip=$(($1 / 100000)) count=$((($2 + 1 - $1) / 100000)) status=none |
        curl -s -X PUT -o "$WORK/body" -w '%{http_code}' -H "Content-Range: bytes $1-$2/5000000" -H 'Content-Type: application/octet-stream' --data-binary @- "$URL")
    BODY=$(cat "$WORK/body")
}
put 0 1999999
answered 200
holds "Goes on at" "$(value '.nextExpectedRanges[0]')" 2000000
fault '{"method":"PUT","path":"/upload/*","cut":"BeforeEffect","times":1}'
put 2000000 3999999 || printf 'The connection broke.\n'
put 2000000 3999999
answered 200
put 4000000 4999999
answered 201
graph GET "/messages/$ID/attachments?\$select=name,size"
holds "Attachments" "$(value '[.value[].name] | join(",")')" big.bin
