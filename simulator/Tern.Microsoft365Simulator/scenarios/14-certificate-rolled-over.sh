#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The certificate was exchanged by the administrator." "Expected: 700027 for the old one, the new one works; the client tries all it has."
D=$(mktemp -d)
assertion() { # name of the key
  local now header claims
  now=$(curl "$B/_sim/clock" | jq -r '.now[0:19] + "Z" | fromdate')
  b64() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
  header=$(printf '{"alg":"RS256","typ":"JWT","x5t":"%s"}' "$(openssl x509 -in "$D/$1.pem" -outform der | openssl dgst -sha1 -binary | b64)" | b64)
  claims=$(printf '{"aud":"%s/%s/oauth2/v2.0/token","iss":"%s","sub":"%s","jti":"1","nbf":%s,"exp":%s}' "$B" "$MAIL" "$CLIENT" "$CLIENT" "$now" "$((now + 600))" | b64)
  printf '%s.%s.%s' "$header" "$claims" "$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$D/$1.key" -binary | b64)"
}
certified() { token -d grant_type=client_credentials -d "client_id=$CLIENT" --data-urlencode "scope=$GRAPH/.default" -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer -d "client_assertion=$(assertion "$1")"; }
for k in old new; do openssl req -x509 -newkey rsa:2048 -nodes -keyout "$D/$k.key" -out "$D/$k.pem" -days 3650 -subj "/CN=$k" 2> /dev/null; done
OLD=$(curl --data-binary "@$D/old.pem" "$B/_sim/apps/$CLIENT/certificates" | jq -r .id)
expect "before" "ok" "$(certified old | verdict)"
curl --data-binary "@$D/new.pem" "$B/_sim/apps/$CLIENT/certificates" > /dev/null
sim DELETE "apps/$CLIENT/certificates/$OLD" > /dev/null
expect "old certificate" "invalid_client 700027" "$(certified old | verdict)"
expect "new certificate" "ok" "$(certified new | verdict)"
rm -r "$D"
finish
