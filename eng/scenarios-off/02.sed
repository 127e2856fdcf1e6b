# A challenge is answered without its claims.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphClient.cs
s/var claims = ClaimsChallenge\.Read\(response\);/string? claims = null;/
