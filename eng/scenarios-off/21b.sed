# A sign-in that was begun waits for a day.
# in src/Tern/Features/Mailboxes/SignIn/PendingSignIn.cs
s/Lifetime = TimeSpan\.FromMinutes\(10\);/Lifetime = TimeSpan.FromDays(1);/
