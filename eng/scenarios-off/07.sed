# A sign-in that has ended is asked for again and again.
# in src/Tern.MailEngine/Tokens/TokenRefresh.cs
s/FaultClass\.PersonMustSignIn => DateTimeOffset\.MaxValue,/FaultClass.PersonMustSignIn => now,/
