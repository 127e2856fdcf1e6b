#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 19 "The directory has trouble for ten minutes." "retry."

office
person
UNDO+=("steer PUT /entra/health '{\"trouble\":\"None\"}'")
steer PUT /entra/health '{"trouble":"ServiceUnavailable"}'
refresh "$RT"
shown "one kind" "$(verdict)" "400 server_error 90006"
steer PUT /entra/health '{"trouble":"DirectoryUnavailable","for":"00:10:00"}'
refresh "$RT"
shown "another" "$(verdict)" "503 temporarily_unavailable 90033"
pass 00:10:00
refresh "$RT"
shown "ten minutes later" "$(verdict)" "200 tokens"
finish
