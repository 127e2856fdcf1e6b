# A mail that is gone is asked for again and again.
# in src/Tern.MailEngine/Sync/MailFetching.cs
s/return new LeftAloneMail\(providerId, receivedAt, LeftAloneReason\.Vanished\);/return Unfetched(providerId, receivedAt, new Fault(FaultCodes.MailRefused, FaultClass.Transient, "gone"), attempt);/
