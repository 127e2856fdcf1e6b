# An answer does not say what it answers.
# in src/Tern/Features/Tickets/ReplyWriting.cs
s/InReplyTo = _answered\?\.MessageIdHeader,/InReplyTo = null,/
