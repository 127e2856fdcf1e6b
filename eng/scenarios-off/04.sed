# An answer without a refresh token takes the old one away.
# in src/Tern/Features/Mailboxes/Engine/TokenStore.cs
s/\.SetProperty\(g => g\.RefreshedAt, refreshedAt\)/.SetProperty(g => g.ProtectedRefreshToken, (string?)null).SetProperty(g => g.RefreshedAt, refreshedAt)/
