# A number that comes as a text is none.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraTokenEndpoint.cs
s/TimeSpan\.FromSeconds\(answer\.ExpiresIn\)/TimeSpan.FromSeconds(answer.Json?.GetProperty("expires_in").ValueKind == System.Text.Json.JsonValueKind.Number ? answer.ExpiresIn : 0)/
