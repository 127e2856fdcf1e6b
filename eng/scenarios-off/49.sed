# After a lost answer nothing is looked for before a draft is made.
# in src/Tern.MailEngine/Outbox/OutboxSender.cs
s/if \(item\.Attempts > 0 \|\|/if (item.Attempts > 1_000_000 ||/
