#!/usr/bin/env bash
source "$(dirname "$0")/common-mail.sh"
say "33 Over the mailbox's concurrency" "429 ApplicationThrottled with Retry-After: 1"
tenant
fault "{\"path\":\"/v1.0/users/$MAILBOX/*\",\"status\":429,\"graphCode\":\"ApplicationThrottled\",\"headers\":{\"Retry-After\":\"1\"},\"times\":1}"
graph GET '/mailFolders/inbox' -D "$WORK/headers"
answered 429 ApplicationThrottled
holds "Retry-After" "$(grep -i '^retry-after:' "$WORK/headers" | tr -d '\r' | cut -d' ' -f2)" 1
graph GET '/mailFolders/inbox'
answered 200
