# Assertions go by our own clock.
# in src/Tern.MailEngine.Microsoft365/ProviderClock.cs
s/internal DateTimeOffset Now => .*/internal DateTimeOffset Now => time.GetUtcNow();/
