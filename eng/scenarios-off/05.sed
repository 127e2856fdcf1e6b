# Everybody asks for himself: neither callers nor processes share a request.
# in src/Tern.MailEngine/Tokens/GrantTokens.cs
s/if \(_flight is null\)/if (true)/
s/if \(await store\.ClaimAsync\(connection\.GrantId, claim, CancellationToken\.None\)\)/if (await store.ClaimAsync(connection.GrantId, claim, CancellationToken.None) || true)/
