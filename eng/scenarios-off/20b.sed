# The shared address of all tenants is taken.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
s/\(FaultCodes\.EndpointCommon, /(FaultCodes.ConfigurationWrong, /
