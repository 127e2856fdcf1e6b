# A mail that can never be fetched is never set aside.
# in src/Tern.MailEngine/Sync/MessageFetching.cs
s/if \(attempt < options\.FetchAttempts\)/if (attempt < 1_000_000)/
