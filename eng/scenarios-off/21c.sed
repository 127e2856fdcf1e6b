# Nothing is said for the case that nobody comes back.
# in src/Tern/Features/Mailboxes/Detail/MailboxPage.razor
/@T\["NothingBack"\]/d
