# What the token endpoint says of waiting is not read.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
s/with \{ RetryAfter = retryAfter \}/with { RetryAfter = null }/
