# An answer without a body is an error of our own.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphClient.cs
s/when \(exception is JsonException or HttpRequestException or IOException\)/when (exception is HttpRequestException or IOException)/
