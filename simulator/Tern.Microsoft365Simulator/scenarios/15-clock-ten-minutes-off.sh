#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The client's clock is more than ten minutes behind." "Expected: 700024 for its assertion; the Date header of the answer says how far off it is."
D=$(mktemp -d)
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$D/key.pem" -out "$D/cert.pem" -days 3650 -subj /CN=desk 2> /dev/null
curl --data-binary "@$D/cert.pem" "$B/_sim/apps/$CLIENT/certificates" > /dev/null
b64() { base64 -w0 | tr '+/' '-_' | tr -d '='; }
certified() { # seconds the clock is off
  local now header claims
  now=$(( $(curl "$B/_sim/clock" | jq -r '.now[0:19] + "Z" | fromdate') + $1 ))
  header=$(printf '{"alg":"RS256","typ":"JWT","x5t":"%s"}' "$(openssl x509 -in "$D/cert.pem" -outform der | openssl dgst -sha1 -binary | b64)" | b64)
  claims=$(printf '{"aud":"%s/%s/oauth2/v2.0/token","iss":"%s","sub":"%s","jti":"1","nbf":%s,"exp":%s}' "$B" "$MAIL" "$CLIENT" "$CLIENT" "$now" "$((now + 600))" | b64)
  token -D "$D/headers" -d grant_type=client_credentials -d "client_id=$CLIENT" --data-urlencode "scope=$GRAPH/.default" -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
    -d "client_assertion=$header.$claims.$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$D/key.pem" -binary | b64)"
}
expect "16 minutes behind" "invalid_client 700024" "$(certified -960 | verdict)"
tell "$(grep -i '^date:' "$D/headers")"
expect "with the corrected clock" "ok" "$(certified 0 | verdict)"
rm -r "$D"
finish
