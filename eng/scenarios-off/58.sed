# The daily limit counts as a refusal of the mail.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(_, "ErrorSubmissionQuotaExceeded"\) => FaultCodes\.SendLimit/(_, "ErrorSubmissionQuotaExceeded") => FaultCodes.MessageRejected/
