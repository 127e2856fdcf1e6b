# Whoever signs in is right.
# in src/Tern/Features/Mailboxes/AccountCheck.cs
s/if \(before\.SignedInObjectId is \{ \} first && /if (false \&\& before.SignedInObjectId is { } first \&\& /
s/if \(string\.Equals\(signedIn\.UserName, address, StringComparison\.OrdinalIgnoreCase\)\)/if (true)/
