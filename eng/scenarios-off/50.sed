# A copy that is not there at the first look is given up.
# in src/Tern.MailEngine/Outbox/OutboxSender.cs
s/if \(looks < LooksBeforeUncertain \* 2\)/if (looks < 1)/
