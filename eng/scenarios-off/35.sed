# A mailbox that cannot be reached is some wrong configuration.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(404, "MailboxNotEnabledForRESTAPI"\) => FaultCodes\.MailboxUnavailable/(404, "MailboxNotEnabledForRESTAPI") => FaultCodes.ConfigurationWrong/
