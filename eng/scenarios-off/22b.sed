# The administrator's answer is not understood.
# in src/Tern/Features/Mailboxes/Connect/ReturnFromConsent.cs
s/var isGiven = error is null && .*/var isGiven = false;/
