# Too many at once counts as a mail that was refused.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(429 or 509, _\) => FaultCodes\.Throttled/(429 or 509, _) => FaultCodes.MessageRejected/
