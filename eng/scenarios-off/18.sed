# A detected loop is called a sign-in that has ended.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
s/\(FaultCodes\.Throttled, \[50196, 90055\]\),/(FaultCodes.Throttled, [90055]), (FaultCodes.GrantEnded, [50196]),/
