# A sign-in that ended well is forgotten at once.
# in src/Tern/Features/Mailboxes/SignIn/FinishSignIn.cs
/pending\.RememberEnd\(/d
