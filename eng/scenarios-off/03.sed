# The old refresh token is thrown away before the new one is stored.
# in src/Tern/Features/Mailboxes/Engine/TokenStore.cs
s/set => set\.SetProperty\(g => g\.ClaimedBy, claim\.Owner\)/set => set.SetProperty(g => g.ProtectedRefreshToken, (string?)null).SetProperty(g => g.ClaimedBy, claim.Owner)/
# in src/Tern.MailEngine/Tokens/GrantTokens.cs
/if \(await store\.ClaimAsync/,/Standing/ s/stored = await store\.LoadAsync\(connection\.GrantId, connection\.Resource, CancellationToken\.None\);/stored = stored with { Failure = (await store.LoadAsync(connection.GrantId, connection.Resource, CancellationToken.None)).Failure };/
