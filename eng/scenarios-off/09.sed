# The next sign-in does not bring what the refusal demanded.
# in src/Tern/Features/Mailboxes/SignIn/BeginSignIn.cs
s/await DemandAsync\(subject\.Connection\.Id, cancellationToken\)/claims: null/
