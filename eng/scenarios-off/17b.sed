# A wait holds for one mailbox, not for its client.
# in src/Tern.MailEngine/Tokens/GrantTokens.cs
s/if \(waits\.Look\(connection\) is \{ \} wait\)/if (false \&\& waits.Look(connection) is { } wait)/
