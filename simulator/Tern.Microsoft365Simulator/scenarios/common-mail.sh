# Sourced by every scenario: an own tenant, mailbox and application, and calls to Graph with its token.
# Needs curl and jq, and a running simulator at $B.
set -euo pipefail
B=${B:-http://127.0.0.1:8365}
NAME="s$(date +%s%N)"
MAILBOX="support@$NAME.example"
SECRET="open-sesame"
WORK=$(mktemp -d)
UNDO=()
STATUS=0
BODY=''

cleanup() {
    local undo
    for undo in "${UNDO[@]+"${UNDO[@]}"}"; do
        eval "$undo" > /dev/null
    done
    rm -rf "$WORK"
}
trap cleanup EXIT

# say TITLE EXPECTATION
say() {
    printf '%s\nExpected: %s\n' "$1" "$2"
}

# sim METHOD PATH [JSON]
sim() {
    curl -sf -X "$1" "$B/_sim$2" ${3+-d "$3"}
}

# setting NAME VALUE: changed now, put back at the end.
setting() {
    local before
    before=$(sim GET /settings | jq -c --arg name "$1" '{($name): .[$name]}')
    UNDO+=("sim PATCH /settings '$before'")
    sim PATCH /settings "{\"$1\":$2}" > /dev/null
}

# fault JSON: added now, taken away at the end.
fault() {
    local id
    id=$(sim POST /faults "$1" | jq -r .id)
    UNDO+=("sim DELETE /faults/$id")
}

# tenant [PERMISSION…]: a tenant with a mailbox and an application that may read, write and send.
tenant() {
    local permissions
    permissions=$(jq -cn '$ARGS.positional' --args Mail.ReadWrite Mail.Send MailboxSettings.ReadWrite User.Read.All "$@")
    sim POST /tenants "{\"name\":\"$NAME\"}" > /dev/null
    sim POST /users "{\"tenant\":\"$NAME.example\",\"name\":\"support\"}" > /dev/null
    CLIENT=$(sim POST /apps "{\"tenant\":\"$NAME.example\",\"name\":\"$NAME\",\"redirectUris\":[\"http://localhost/callback\"],\"applicationPermissions\":$permissions,\"adminConsent\":true}" | jq -r .clientId)
    sim POST "/apps/$CLIENT/secrets" "{\"value\":\"$SECRET\",\"ends\":\"2099-12-31T00:00:00Z\"}" > /dev/null
    sign_in
}

sign_in() {
    TOKEN=$(curl -s "$B/$NAME.example/oauth2/v2.0/token" -d grant_type=client_credentials -d "client_id=$CLIENT" -d "client_secret=$SECRET" \
        --data-urlencode scope=https://graph.microsoft.com/.default | jq -r .access_token)
}

# receive SUBJECT: a customer writes.
receive() {
    printf 'From: Ann <ann@customer.example>\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%s-%s@customer.example>\r\n\r\nHello.\r\n' "$MAILBOX" "$1" "$RANDOM" "$NAME" > "$WORK/mail.eml"
    curl -sf --data-binary "@$WORK/mail.eml" "$B/_sim/customers/send?to=$MAILBOX" > /dev/null
}

# graph METHOD PATH-OR-LINK [CURL ARGUMENT…]: leaves STATUS and BODY.
graph() {
    local method=$1 url=$2
    shift 2
    [[ $url == http* ]] || url="$B/v1.0/users/$MAILBOX$url"
    STATUS=$(curl -sg -X "$method" -o "$WORK/body" -w '%{http_code}' -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" "$@" "${url// /%20}")
    BODY=$(cat "$WORK/body")
}

# value FILTER: out of the last answer.
value() {
    jq -r "$1" <<< "$BODY"
}

# answered STATUS [CODE]: shows the last answer; ends with 1 when it is another.
answered() {
    local code
    code=$(jq -r '.error.code // empty' <<< "$BODY" 2> /dev/null || true)
    printf 'Answer: %s %s\n' "$STATUS" "$code"
    [[ $STATUS == "$1" && $code == "${2-}" ]] || { printf 'That is not what was expected.\n%s\n' "$BODY" >&2; exit 1; }
}

# holds WHAT LEFT RIGHT: shows a value; ends with 1 when it is another.
holds() {
    printf '%s: %s\n' "$1" "$2"
    [[ $2 == "$3" ]] || { printf 'Expected was %s.\n' "$3" >&2; exit 1; }
}
