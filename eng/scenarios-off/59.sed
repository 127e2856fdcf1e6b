# An answer does not say what it answers.
# in src/Tern/Features/Tickets/OutgoingLetter.cs
s/InReplyTo = Answered\?\.MessageIdHeader,/InReplyTo = null,/
