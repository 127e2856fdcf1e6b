# Sourced by the scenarios: a tenant, a mailbox and an application of their own, and short ways to ask.
set -u
B=${B:-http://127.0.0.1:8365}
NAME=${NAME:-s$(basename "$0" .sh | cut -c1-2)-$(date +%s%N | tail -c 9)}
MAIL=$NAME.example
SECRET=open-sesame
GRAPH=https://graph.microsoft.com
FAILED=0

curl() { command curl -s --noproxy '*' --max-time 20 "$@"; }
sim() { local method=$1 path=$2; shift 2; if [ $# -gt 0 ]; then curl -X "$method" "$B/_sim/$path" -d "$1"; else curl -X "$method" "$B/_sim/$path"; fi; }

# What the scenario is about, and what is to be seen.
tell() { printf '%s\n' "$@"; }

# Compares an answer with the expected one; the script ends with 1 if any differs.
expect() {
  if [ "$2" = "$3" ]; then printf 'as expected: %s: %s\n' "$1" "$3"; else printf 'NOT as expected: %s: %s instead of %s\n' "$1" "$3" "$2"; FAILED=1; fi
}
finish() { exit $FAILED; }

# A tenant with support@, and an application with secret and consent: sets CLIENT and OBJECT.
office() {
  sim POST tenants "{\"name\":\"$NAME\"}" > /dev/null
  sim POST users "{\"tenant\":\"$MAIL\",\"name\":\"support\"}" > /dev/null
  local app
  app=$(sim POST apps "{\"tenant\":\"$MAIL\",\"name\":\"Desk of $NAME\",\"redirectUris\":[\"https://desk.example/callback\"],\"applicationPermissions\":[\"Mail.ReadWrite\",\"Mail.Send\"],\"delegatedPermissions\":[\"Mail.ReadWrite\",\"Mail.Send\",\"User.Read\"],\"adminConsent\":true}")
  CLIENT=$(jq -r .clientId <<< "$app")
  OBJECT=$(jq -r .objectId <<< "$app")
  SECRET_ID=$(sim POST "apps/$CLIENT/secrets" "{\"value\":\"$SECRET\",\"ends\":\"2099-01-01T00:00:00Z\"}" | jq -r .id)
}

# A refresh token of support@ without a browser.
sign_in() { sim POST grants "{\"clientId\":\"$CLIENT\",\"user\":\"support@$MAIL\",\"scopes\":[\"Mail.ReadWrite\",\"Mail.Send\",\"User.Read\"]}" | jq -r .refreshToken; }

token() { curl "$B/${TENANT:-$MAIL}/oauth2/v2.0/token" "$@"; }
refresh() { local refresh_token=$1; shift; token -d grant_type=refresh_token -d "client_id=$CLIENT" -d "client_secret=$SECRET" --data-urlencode "refresh_token=$refresh_token" "$@"; }
app_token() { token -d grant_type=client_credentials -d "client_id=$CLIENT" -d "client_secret=${1:-$SECRET}" --data-urlencode "scope=$GRAPH/.default"; }

# "error code" of an Entra answer, "ok" where there are tokens.
verdict() { jq -r 'if .access_token then "ok" else "\(.error) \(.error_codes[0])" end'; }
status() { command curl -s --noproxy '*' --max-time 20 -o /dev/null -w '%{http_code}' "$@"; }
graph() { local access_token=$1 path=$2; shift 2; curl -H "Authorization: Bearer $access_token" "$@" "$B/v1.0/$path"; }
