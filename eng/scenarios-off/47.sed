# A send whose answer got lost is asked for again at once.
# in src/Tern.MailEngine/Outbox/OutboxSender.cs
s/return sending with \{ Fault = unknown\.Fault \};/return sending with { State = OutboxState.Drafted, NextAttemptAt = time.GetUtcNow() };/
