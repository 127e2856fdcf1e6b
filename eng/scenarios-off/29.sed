# A mail that is gone is asked for again and again.
# in src/Tern.MailEngine/Sync/MessageFetching.cs
s/return left!;/return Unfetched(change.ProviderId, change.ReceivedAt, new Fault(FaultCodes.MailRefused, FaultClass.Transient, "gone"), attempt);/
