#!/usr/bin/env bash
# 58: the daily limit of recipients is reached (three instead of 10,000 here).
. "$(dirname "$0")/common-push.sh"
office
expect "202, but the mail over the limit comes back with 554 5.2.0; with the other switch 429 at once; a day later it leaves"
trap 'sim settings -X PATCH -d "{\"recipientsPerDay\":10000,\"refuseOverQuota\":false}" >/dev/null' EXIT
sim settings -X PATCH -d '{"recipientsPerDay":3}' >/dev/null
for _ in 1 2 3 4; do graph POST /sendMail "{\"message\":$(message "ann@customer-$NAME.example")}"; done
shown "the fourth send" "$STATUS" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 3
graph GET '/mailFolders/inbox/messages?$select=subject,body'
shown "it came back with" "$(echo "$BODY" | jq -r '.value[0].body.content' | grep -o '554 5.2.0 [A-Za-z.]*:[A-Za-z]*' | head -1)" "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"
sim settings -X PATCH -d '{"refuseOverQuota":true}' >/dev/null
graph POST /sendMail "{\"message\":$(message "ann@customer-$NAME.example")}"
shown "refused at once" "$STATUS $(code)" "429 ErrorSubmissionQuotaExceeded"
pass 1.00:00:01
sign_in
graph POST /sendMail "{\"message\":$(message "ann@customer-$NAME.example")}"
pass 00:00:30
shown "a day later" "$STATUS $(arrived)" "202 4"
finish
