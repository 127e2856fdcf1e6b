# A secret's id is taken for a secret.
# in src/Tern/Features/Mailboxes/MailboxConnection.cs
s/if \(Guid\.TryParse\(secret, out _\)\)/if (false)/
