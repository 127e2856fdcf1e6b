# Of a refusal only its code is kept.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
/TraceId = answer\?\.TraceId,/d
