#!/usr/bin/env bash
. "$(dirname "$0")/common.sh"
scenario 58 "The daily limit of recipients is reached (three instead of 10,000 here)." "stop sending until the day has moved on, and warn."

office
setting recipientsPerDay 3
mail() { graph POST /sendMail "{\"message\":$(message)}"; }
for i in 1 2 3 4; do
  mail
  shown "send $i" "$(verdict)" 202
done
pass 00:00:30
shown "mails at the customer" "$(arrived)" 3
graph GET '/mailFolders/inbox/messages?$select=subject,body'
shown "the fourth came back with" "$(value '.value[0].body.content' | grep -o '554 5.2.0 [A-Za-z.]*:[A-Za-z]*' | head -1)" "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException"
setting refuseOverQuota true
mail
shown "where it is refused at once" "$(verdict)" "429 ErrorSubmissionQuotaExceeded"
pass 1.00:00:01
sign_in
mail
shown "a day later" "$(verdict)" 202
pass 00:00:30
shown "mails at the customer" "$(arrived)" 4
finish
