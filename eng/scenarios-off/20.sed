# A tenant that does not exist, or lives elsewhere, is some wrong configuration.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
s/\(FaultCodes\.TenantUnknown, /(FaultCodes.ConfigurationWrong, /
s/\(FaultCodes\.CloudWrong, /(FaultCodes.ConfigurationWrong, /
