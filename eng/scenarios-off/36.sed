# The words of an access policy are not read.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/answer\.Says\("access to odata is disabled"\) \|\| //
