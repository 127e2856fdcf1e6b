# Sourced by every scenario. Each makes a tenant of its own in a running simulator ($B) and puts settings and faults back.
# Every call leaves its answer in STATUS, BODY and HEADERS; needs curl and jq (and openssl where certificates are used).
set -Eeuo pipefail
B=${B:-http://127.0.0.1:8365}
SCOPE=https://graph.microsoft.com/.default
WORK=$(mktemp -d)
UNDO=()
SHOWN=0
DIFFERENT=0
FINISHED=no
STATUS=''
BODY=''
HEADERS=''
TOKEN=''

# --- what is said -----------------------------------------------------------------------------------------------------

# scenario NN "condition" "expected of the client": the head of every script.
scenario() {
  NUMBER=$1
  NAME=s$1-$(date +%s%N)
  DOMAIN=$NAME.example
  MAILBOX=support@$DOMAIN
  CUSTOMER=ann@customer-$NAME.example
  printf '%s  %s\n    Expected of the client: %s\n' "$1" "$2" "$3"
}

# note TEXT…: something to read that is not compared.
note() { printf '%s\n' "$@" | sed 's/^/    /'; }

# shown LABEL SEEN EXPECTED: compares; what differs makes the scenario fail in the end.
shown() {
  SHOWN=$((SHOWN + 1))
  if [[ $2 == "$3" ]]; then
    printf '    as expected, %s: %s\n' "$1" "$2"
  else
    DIFFERENT=$((DIFFERENT + 1))
    printf 'NOT as expected, %s: %s (wanted %s)\n' "$1" "$2" "$3"
  fi
}

# finish: the last line of every script; 0 only when something was shown and all of it was as expected.
finish() {
  FINISHED=yes
  printf '%s  %s shown, %s not as expected\n' "$NUMBER" "$SHOWN" "$DIFFERENT"
  [[ $SHOWN -gt 0 && $DIFFERENT -eq 0 ]] && exit 0
  exit 1
}

# Puts back what the scenario changed, the newest first; a script that ended early has failed.
leave() {
  local code=$? at
  trap - ERR
  set +e
  for ((at = ${#UNDO[@]} - 1; at >= 0; at--)); do eval "${UNDO[at]}" > /dev/null 2>&1; done
  rm -rf "$WORK"
  [[ $FINISHED == yes ]] && exit "$code"
  printf '%s  ended early\n' "${NUMBER:-}" >&2
  exit 1
}
trap leave EXIT
trap 'printf "Failed in line %s of %s: %s\n" "$([[ ${#BASH_LINENO[@]} -gt 1 ]] && echo "${BASH_LINENO[-2]}" || echo "$LINENO")" "${0##*/}" "$BASH_COMMAND" >&2' ERR

# --- the simulator's controls -----------------------------------------------------------------------------------------

# sim METHOD PATH [BODY|@FILE]: a control below /_sim; prints the answer, fails when it is refused.
sim() { curl -gsSf --noproxy '*' --max-time 60 -X "$1" "$B/_sim$2" ${3+--data-binary "$3"}; }

# steer METHOD PATH [BODY]: a control whose answer does not matter.
steer() { sim "$@" > /dev/null; }

# setting NAME VALUE: changed now, put back at the end.
setting() {
  local before
  before=$(sim GET /settings | jq -c --arg name "$1" '{($name): .[$name]}')
  UNDO+=("steer PATCH /settings '$before'")
  steer PATCH /settings "{\"$1\":$2}"
}

# fault JSON: added now, taken away at the end; FAULT is its id.
fault() {
  FAULT=$(sim POST /faults "$1" | jq -r .id)
  UNDO+=("steer DELETE /faults/$FAULT")
}

# pass DURATION: the clock moves on, and what is due happens.
pass() { steer POST /clock/advance "{\"by\":\"$1\"}"; }

# later SECONDS: an instant of the simulated clock, as Graph writes it.
later() { sim GET /clock | jq -r --argjson by "$1" '.now[:19] + "Z" | fromdateiso8601 + $by | todateiso8601'; }

# logged FILTER: how many requests of this scenario's application in the log fit the jq filter.
logged() { sim GET /requests | jq --arg app "$CLIENT" "[.value[] | select(.app == \$app) | select($1)] | length"; }

# --- calls and their answers ------------------------------------------------------------------------------------------

# request METHOD URL [CURL ARGUMENT…]: STATUS is 000 and CURL tells why when no whole answer came.
request() {
  local method=$1 url=$2
  shift 2
  : > "$WORK/body"
  : > "$WORK/headers"
  CURL=0
  STATUS=$(curl -gs --noproxy '*' --max-time 60 -X "$method" -o "$WORK/body" -D "$WORK/headers" -w '%{http_code}' "$@" "${url// /%20}") || { CURL=$?; STATUS=000; }
  BODY=$(tr -d '\0' < "$WORK/body")
  HEADERS=$(tr -d '\r' < "$WORK/headers")
}

# graph METHOD PATH|LINK [BODY|@FILE]: with TOKEN; paths other than /me, /users and /subscriptions are below the mailbox.
graph() {
  local url=$2
  case $url in
    http*) ;;
    /me | /me/* | /users/* | /subscriptions | /subscriptions/*) url=$B/v1.0$url ;;
    *) url=$B/v1.0/users/$MAILBOX$url ;;
  esac
  if [[ $# -gt 2 ]]; then
    request "$1" "$url" -H "Authorization: Bearer $TOKEN" -H 'Prefer: IdType="ImmutableId"' -H 'Content-Type: application/json' --data-binary "$3"
  elif [[ $1 == POST ]]; then
    request "$1" "$url" -H "Authorization: Bearer $TOKEN" -H 'Prefer: IdType="ImmutableId"' -H 'Content-Length: 0'
  else
    request "$1" "$url" -H "Authorization: Bearer $TOKEN" -H 'Prefer: IdType="ImmutableId"'
  fi
}

# prepare METHOD PATH [BODY]: a call to Graph that is not the point; the script ends when it is refused.
prepare() {
  graph "$@"
  [[ $STATUS == 2?? ]] || { printf '%s %s: %s\n%s\n' "$1" "$2" "$STATUS" "$BODY" >&2; return 1; }
}

# verdict: the last answer in short: "200", "404 ErrorItemNotFound", "400 invalid_grant 50173", "200 tokens".
verdict() {
  local said
  said=$(jq -r 'if .access_token? then "tokens" elif (.error? | type) == "object" then .error.code elif .error? then "\(.error) \(.error_codes[0])" else "" end' "$WORK/body" 2> /dev/null) || said='no JSON'
  [[ -s $WORK/body ]] || said=''
  printf '%s' "$STATUS${said:+ $said}"
}

# value FILTER: out of the JSON of the last answer.
value() { jq -r "$1" "$WORK/body"; }

# header NAME: of the last answer.
header() { awk -F ': ' -v name="$1" 'tolower($1) == tolower(name) { print substr($0, length($1) + 3) }' <<< "$HEADERS"; }

# has TEXT: "yes" when the body of the last answer contains it.
has() { if grep -qF -- "$1" "$WORK/body"; then echo yes; else echo no; fi; }

# at_once COUNT COMMAND…: so many at the same moment, each with a WORK of its own; prints what each printed.
at_once() {
  local count=$1 at pids=()
  shift
  for ((at = 1; at <= count; at++)); do
    mkdir -p "$WORK/$at"
    (WORK=$WORK/$at && "$@" > "$WORK/printed") &
    pids+=($!)
  done
  for at in "${pids[@]}"; do wait "$at"; done
  for ((at = 1; at <= count; at++)); do cat "$WORK/$at/printed"; done
}

# eventually COMMAND…: looks for ten seconds of real time; "yes" when it holds, else "no".
eventually() {
  for _ in $(seq 100); do
    if "$@"; then echo yes && return; fi
    sleep 0.1
  done
  echo no
}

# --- tenant, sign-in and tokens ---------------------------------------------------------------------------------------

# office [PERMISSION…]: tenant, mailbox, and an application (CLIENT) with secret, consent and TOKEN; more permissions on top.
office() {
  local permissions app
  SECRET=open-sesame
  permissions=$(jq -cn '$ARGS.positional' --args Mail.ReadWrite Mail.Send MailboxSettings.ReadWrite User.Read.All "$@")
  steer POST /tenants "{\"name\":\"$NAME\"}"
  steer POST /users "{\"tenant\":\"$DOMAIN\",\"name\":\"support\",\"displayName\":\"Support\"}"
  app=$(sim POST /apps "{\"tenant\":\"$DOMAIN\",\"name\":\"Desk of $NAME\",\"redirectUris\":[\"https://desk.example/callback\"],\"applicationPermissions\":$permissions,\"delegatedPermissions\":[\"Mail.ReadWrite\",\"Mail.Send\",\"User.Read\"],\"adminConsent\":true}")
  CLIENT=$(jq -r .clientId <<< "$app")
  SECRET_ID=$(sim POST "/apps/$CLIENT/secrets" "{\"value\":\"$SECRET\",\"ends\":\"2099-12-31T00:00:00Z\"}" | jq -r .id)
  sign_in
}

# token [CURL ARGUMENT…]: a request to the token endpoint.
token() { request POST "$B/$DOMAIN/oauth2/v2.0/token" "$@"; }

# app_token [SECRET]: client credentials.
app_token() { token -d grant_type=client_credentials -d "client_id=$CLIENT" --data-urlencode "client_secret=${1:-$SECRET}" --data-urlencode "scope=$SCOPE"; }

# sign_in: TOKEN is a fresh one of the application itself.
sign_in() {
  app_token
  TOKEN=$(value .access_token)
  [[ $STATUS == 200 && $TOKEN != null ]]
}

# person [NAME]: somebody (support@) has signed in; RT is the refresh token.
person() { RT=$(sim POST /grants "{\"clientId\":\"$CLIENT\",\"user\":\"${1:-support}@$DOMAIN\",\"scopes\":[\"Mail.ReadWrite\",\"Mail.Send\",\"User.Read\"]}" | jq -r .refreshToken); }

# refresh TOKEN [CURL ARGUMENT…]: a refresh; the answer is for verdict and value.
refresh() {
  local old=$1
  shift
  token -d grant_type=refresh_token -d "client_id=$CLIENT" -d "client_secret=$SECRET" --data-urlencode "refresh_token=$old" "$@"
}

# certificate NAME: a key and a self-signed certificate, registered; CERTIFICATE is its id.
certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$WORK/$1.key" -out "$WORK/$1.pem" -days 3650 -subj "/CN=$1" 2> /dev/null
  CERTIFICATE=$(sim POST "/apps/$CLIENT/certificates" "@$WORK/$1.pem" | jq -r .id)
}

# certified NAME [SECONDS]: a token request with an assertion by that certificate, from a clock that is so far off.
certified() {
  local now header claims
  now=$(($(sim GET /clock | jq -r '.now[:19] + "Z" | fromdateiso8601') + ${2:-0}))
  header=$(printf '{"alg":"RS256","typ":"JWT","x5t":"%s"}' "$(openssl x509 -in "$WORK/$1.pem" -outform der | openssl dgst -sha1 -binary | base64url)" | base64url)
  claims=$(printf '{"aud":"%s/%s/oauth2/v2.0/token","iss":"%s","sub":"%s","jti":"%s","nbf":%s,"exp":%s}' "$B" "$DOMAIN" "$CLIENT" "$CLIENT" "$RANDOM" "$now" "$((now + 600))" | base64url)
  token -d grant_type=client_credentials -d "client_id=$CLIENT" --data-urlencode "scope=$SCOPE" -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer \
    -d "client_assertion=$header.$claims.$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign "$WORK/$1.key" -binary | base64url)"
}

base64url() { base64 -w0 | tr '+/' '-_' | tr -d '='; }

# --- mail -------------------------------------------------------------------------------------------------------------

# receive SUBJECT [ADDRESS]: a customer writes.
receive() {
  letter "$1" "${2:-$MAILBOX}"
  steer POST "/customers/send?to=${2:-$MAILBOX}" "@$WORK/mail.eml"
}

# letter SUBJECT [ADDRESS]: a customer's mail in $WORK/mail.eml.
letter() {
  printf 'From: Ann <%s>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s-%s@customer.example>\r\n\r\nHello.\r\n' "$CUSTOMER" "${2:-$MAILBOX}" "$1" "$(date +%N)" "$NAME" > "$WORK/mail.eml"
}

# newest: ID is the id of the newest mail in the Inbox.
newest() {
  prepare GET '/mailFolders/inbox/messages?$top=1&$select=subject,internetMessageId'
  ID=$(value '.value[0].id')
}

# message [FROM]: a mail to the customer, as JSON.
message() {
  jq -cn --arg to "$CUSTOMER" --arg from "${1:-$MAILBOX}" \
    '{subject: "Answer", from: {emailAddress: {address: $from}}, body: {contentType: "text", content: "Here it is."}, toRecipients: [{emailAddress: {address: $to}}]}'
}

# draft [FROM]: DRAFT is its id, MESSAGE_ID its Message-ID.
draft() {
  prepare POST /messages "$(message "$@")"
  DRAFT=$(value .id)
  MESSAGE_ID=$(value .internetMessageId)
}

# send [DRAFT]: sends the draft.
send() { graph POST "/messages/${1:-$DRAFT}/send"; }

# arrived: how many mails the customer has.
arrived() { sim GET "/customers/$CUSTOMER" | jq '.value | length'; }

# --- push -------------------------------------------------------------------------------------------------------------

# wish [SECONDS [QUERY [ADDRESS]]]: a subscription's JSON; the simulator's own endpoint listens, and QUERY says how it answers.
wish() {
  jq -cn --arg until "$(later "${1:-86400}")" --arg url "$B/_sim/push/endpoint?of=$NAME${2:-}" --arg user "${3:-$MAILBOX}" \
    '{changeType: "created", notificationUrl: $url, lifecycleNotificationUrl: $url, resource: "users/\($user)/mailFolders(\u0027inbox\u0027)/messages", expirationDateTime: $until, clientState: "secret"}'
}

# listen: endpoints may be http here, and this scenario's subscriptions are taken away at the end.
listen() {
  setting allowHttpOnLoopback true
  UNDO+=(forget)
}

forget() {
  local id
  for id in $(sim GET /subscriptions | jq -r --arg of "of=$NAME" '.value[] | select(.notificationUrl | contains($of)) | .id'); do steer DELETE "/subscriptions/$id"; done
}

# subscribe [SECONDS [QUERY [ADDRESS]]]: SUBSCRIPTION is its id.
subscribe() {
  prepare POST /subscriptions "$(wish "$@")"
  SUBSCRIPTION=$(value .id)
}

# sent FILTER: out of the list of all that was sent to this scenario's endpoint.
sent() { sim GET /push/sent | jq -rc --arg of "of=$NAME" "[.value[] | select(.url | contains(\$of)) | . + {told: (.body | fromjson | .value)}] | $1"; }

# holds COMMAND… TEST: for eventually: whether what a command prints is that.
holds() { [[ $("${@:1:$#-1}") == "${!#}" ]]; }
