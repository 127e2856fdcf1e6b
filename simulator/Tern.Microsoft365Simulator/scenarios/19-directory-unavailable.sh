#!/usr/bin/env bash
. "$(dirname "$0")/common-sign-in.sh"

office
tell "The directory has trouble for ten minutes." "Expected: temporarily_unavailable 90033, server_error 90006; retry."
RT=$(sign_in)
sim PUT entra/health '{"trouble":"ServiceUnavailable"}' > /dev/null
expect "one kind" "server_error 90006" "$(refresh "$RT" | verdict)"
sim PUT entra/health '{"trouble":"DirectoryUnavailable","for":"00:10:00"}' > /dev/null
expect "another" "temporarily_unavailable 90033" "$(refresh "$RT" | verdict)"
sim POST clock/advance '{"by":"00:10:00"}' > /dev/null
expect "ten minutes later" "ok" "$(refresh "$RT" | verdict)"
finish
