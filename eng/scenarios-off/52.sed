# A missing right to send is the mail's own fault.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(403, "ErrorSendAsDenied"\) => FaultCodes\.SendAsDenied/(403, "ErrorSendAsDenied") => FaultCodes.MessageRejected/
