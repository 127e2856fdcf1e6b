# The credential that worked is not remembered.
# in src/Tern/Features/Mailboxes/Engine/TokenStore.cs
s/if \(update\.CredentialId is \{ \} worked\)/if (false \&\& update.CredentialId is { } worked)/
