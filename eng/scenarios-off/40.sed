# The handshake gives the token back as it came.
# in src/Tern/Features/Mailboxes/Push/ReceiveNotifications.cs
s/TypedResults\.Text\(WebUtility\.HtmlEncode\(validationToken\), /TypedResults.Text(validationToken, /
