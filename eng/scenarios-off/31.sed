# The feed is filtered by time.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphReading.cs
s/(\/messages\/delta\?\$select=\{Selected\})"/\1\&$filter=receivedDateTime%20ge%202000-01-01T00:00:00Z"/
