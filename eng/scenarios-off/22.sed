# A declined sign-in leads to no consent link.
# in src/Tern/Features/Mailboxes/SignIn/SignInProblemPage.razor
s/@if \(Back is not null && Fault\.Code is /@if (Back is null \&\& Fault.Code is /
