# A mailbox that rests does not use its sign-in.
# in src/Tern.MailEngine/Running/MailboxCheck.cs
s/await tokens\.KeepAliveAsync\(settings\.Connection, cancellationToken\);/await Task.CompletedTask;/
