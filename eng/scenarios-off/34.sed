# The half of a mail counts as the whole.
# in src/Tern.MailEngine.Microsoft365/Graph/MimeStream.cs
s/\|\| \(_read > 0 && \(expected is null \|\| _read == expected\)\)/|| _read >= 0/
s/throw Torn\(exception\);/return 0;/
