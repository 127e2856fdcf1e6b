# An upload address that has ended counts as a file that was taken.
# in src/Tern.MailEngine.Microsoft365/Graph/AttachmentUpload.cs
s/throw new MailboxUnavailableException\(over\.Fault with .*, over\);/return HttpStatusCode.Created;/
