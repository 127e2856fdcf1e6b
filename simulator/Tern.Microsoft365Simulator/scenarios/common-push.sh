# Common lines of the scenarios. Each makes its own tenant in a running simulator ($B), so that they can run one after the other.
set -u
B=${B:-http://127.0.0.1:8365}
NAME="s$(basename "$0" .sh | cut -d- -f1)-$$"
DOMAIN=$NAME.example
USER=support@$DOMAIN

# One request: the body in $BODY, the status in $STATUS.
ask() {
  local answer
  answer=$(curl -s --noproxy '*' --max-time 30 -w '\n%{http_code}' "$@")
  STATUS=${answer##*$'\n'}
  BODY=${answer%$'\n'*}
}

sim() { curl -s --noproxy '*' --max-time 60 "$B/_sim/$1" "${@:2}"; }

# A tenant, a mailbox, an application with its secret, and a token: $CLIENT, $TOKEN.
office() {
  sim tenants -d "{\"name\":\"$NAME\"}" >/dev/null
  sim users -d "{\"tenant\":\"$DOMAIN\",\"name\":\"support\",\"displayName\":\"Support\"}" >/dev/null
  CLIENT=$(sim apps -d "{\"tenant\":\"$DOMAIN\",\"name\":\"Help desk\",\"applicationPermissions\":[\"Mail.ReadWrite\",\"Mail.Send\"],\"adminConsent\":true}" | jq -r .clientId)
  sim "apps/$CLIENT/secrets" -d '{"value":"right","ends":"2100-01-01T00:00:00Z"}' >/dev/null
  sign_in
}

sign_in() {
  TOKEN=$(curl -s --noproxy '*' "$B/$DOMAIN/oauth2/v2.0/token" -d grant_type=client_credentials -d "client_id=$CLIENT" -d client_secret=right \
    --data-urlencode scope=https://graph.microsoft.com/.default | jq -r .access_token)
}

# graph METHOD PATH [JSON]: a call to Graph about the mailbox ($BODY, $STATUS).
graph() {
  local path=$2
  [ "${path#/subscriptions}" = "$path" ] && path="/users/$USER$path"
  if [ $# -gt 2 ]; then
    ask -X "$1" -H "Authorization: Bearer $TOKEN" -H 'Prefer: IdType="ImmutableId"' -H 'Content-Type: application/json' "$B/v1.0$path" -d "$3"
  else
    ask -X "$1" -H "Authorization: Bearer $TOKEN" -H 'Prefer: IdType="ImmutableId"' "$B/v1.0$path" -H 'Content-Length: 0'
  fi
}

# A mail from the mailbox, as JSON: message TO [FROM]
message() {
  jq -n --arg to "$1" --arg from "${2:-$USER}" \
    '{subject:"Answer", from:{emailAddress:{address:$from}}, body:{contentType:"text",content:"Here it is."}, toRecipients:[{emailAddress:{address:$to}}]}'
}

# A draft to a customer: $DRAFT is its id, $MESSAGE_ID its Message-ID.
draft() {
  graph POST /messages "$(message "${1:-ann@customer-$NAME.example}")"
  DRAFT=$(echo "$BODY" | jq -r .id)
  MESSAGE_ID=$(echo "$BODY" | jq -r .internetMessageId)
}

# A customer writes: customer SUBJECT
customer() {
  printf 'From: Ann <ann@customer-%s.example>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s-%s@customer.example>\r\n\r\nHello.\r\n' "$NAME" "$USER" "$1" "$RANDOM" "$NAME" |
    curl -s --noproxy '*' --data-binary @- "$B/_sim/customers/send?to=$USER" >/dev/null
}

arrived() { sim "customers/ann@customer-$NAME.example" | jq '.value | length'; }

pass() { sim clock/advance -d "{\"by\":\"$1\"}" >/dev/null; }

# later SECONDS: an instant of the simulated clock, as Graph writes it.
later() { sim clock | jq -r --argjson s "$1" '.now[:19] + "Z" | fromdateiso8601 + $s | todateiso8601'; }

# The wish for a subscription: wish [SECONDS [QUERY]]; the simulator's own endpoint listens.
ENDPOINT=$B/_sim/push/endpoint
wish() {
  jq -n --arg until "$(later "${1:-86400}")" --arg url "$ENDPOINT?of=$NAME${2:-}" --arg user "$USER" \
    '{changeType:"created", notificationUrl:$url, lifecycleNotificationUrl:$url, resource:"users/\($user)/mailFolders(\u0027inbox\u0027)/messages", expirationDateTime:$until, clientState:"secret"}'
}

# What was sent to this scenario's endpoint.
sent() { sim push/sent | jq --arg of "of=$NAME" '[.value[] | select(.url | contains($of))]'; }

# until_true COMMAND…: looks for ten seconds whether it holds.
until_true() {
  for _ in $(seq 100); do
    "$@" && return 0
    sleep 0.1
  done
  return 1
}

code() { echo "$BODY" | jq -r '.error.code // empty' 2>/dev/null; }

expect() { echo "expected: $*"; }

# shown NAME GOT WANTED: prints the answer; the script fails in the end when one was another.
FAILED=0
shown() {
  if [ "$2" = "$3" ]; then echo "  as expected, $1: $2"; else echo "  NOT as expected, $1: $2 (wanted $3)"; FAILED=1; fi
}

finish() { exit $FAILED; }

sim settings -X PATCH -d '{"allowHttpOnLoopback":true}' >/dev/null
