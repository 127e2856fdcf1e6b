#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 25 "The answer has a byte order mark, a string for expires_in, unknown fields and no scope; then it is a page with 200." "a lenient parser; 200 without JSON is trouble that passes."

office
person
plain() { tail -c +4 "$WORK/body" | jq -r "$1"; }
for name in expiresInAsString unknownFields omitScope byteOrderMark; do setting "$name" true; done
refresh "$RT"
shown "the mark" "$(head -c 3 "$WORK/body" | od -An -tx1 | tr -d ' \n')" efbbbf
shown "expires_in" "$(plain '.expires_in | type')" string
shown "scope" "$(plain 'has("scope")')" false
shown "a field nobody knows" "$(plain 'has("x_future")')" true
note "Fields: $(plain 'keys | join(", ")')"
for name in expiresInAsString unknownFields omitScope byteOrderMark; do steer PATCH /settings "{\"$name\":false}"; done
setting captivePortal true
refresh "$RT"
shown "captive portal" "$STATUS $(header Content-Type)" "200 text/html; charset=utf-8"
steer PATCH /settings '{"captivePortal":false}'
refresh "$RT"
shown "afterwards" "$(verdict)" "200 tokens"
finish
