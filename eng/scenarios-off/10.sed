# Consent that was taken back is called a sign-in that has ended.
# in src/Tern.MailEngine.Microsoft365/Entra/EntraErrors.cs
s/\(FaultCodes\.ConsentMissing, \[65001\]\),/(FaultCodes.GrantEnded, [65001]),/
