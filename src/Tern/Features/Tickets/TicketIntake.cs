using Tern.Data;
using Tern.Data.Blobs;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Turns mails into tickets and messages. Understanding comes before the transaction; applying is a handful of queries for a whole batch.</summary>
internal sealed class TicketIntake(BlobStore blobs, MailReadings readings, ReplyKeys keys, TimeProvider time, ILogger<TicketIntake> logger)
{
    /// <summary>What every mail of a batch is read with.</summary>
    internal Task<MailReading> PrepareAsync(bool isExchangeOnline, CancellationToken cancellationToken) => readings.LoadAsync(isExchangeOnline, cancellationToken);

    /// <summary>Reads a mail and stores its files, and its source unless that is stored already. Nothing of it is in the database yet.</summary>
    internal async Task<UnderstoodMail> UnderstandAsync(ArrivingMail arriving, MailReading reading, CancellationToken cancellationToken)
    {
        var mail = MailReader.Read(arriving.Raw, reading.Options);
        var fingerprint = MailFingerprint.Of(mail);
        var files = mail.Attachments.Count == 0 ? [] : new List<StoredFile>(mail.Attachments.Count);
        foreach (var attachment in mail.Attachments) // a signature is kept, and shown as a seal
        {
            var blob = await blobs.StoreAsync(attachment.Sha256, attachment.Open, cancellationToken);
            files.Add(new StoredFile(attachment.Name, attachment.ContentType, attachment.Size, blob, attachment.ContentId, attachment.IsInline || attachment.IsSignature));
        }

        if (arriving.Stored is not { } source)
        {
            arriving.Raw.Position = 0;
            source = await blobs.StoreAsync(arriving.Raw, cancellationToken);
        }

        return Judge(mail, arriving, reading, source, fingerprint, files);
    }

    /// <summary>Where a mail would go, were it to arrive now; nothing is kept of it.</summary>
    internal async Task<IntakePlan.Decision> ForeseeAsync(
        TernDbContext db, IncomingMail mail, ArrivingMail arriving, MailboxForIntake mailbox, MailReading reading, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var tokens = await keys.TokensAsync(cancellationToken);
        IReadOnlyList<UnderstoodMail> mails = [Judge(mail, arriving, reading, default, MailFingerprint.Of(mail), [])];
        var knowledge = await IntakeKnowledge.LoadAsync(db, mailbox with { Acknowledgement = null }, mails, now, cancellationToken);
        return IntakePlan.Make(mails, knowledge, new ThreadFinder(knowledge, tokens, mailbox.ReopensFor, now)).Decisions[0];
    }

    private static UnderstoodMail Judge(
        IncomingMail mail, ArrivingMail arriving, MailReading reading, BlobId source, string fingerprint, IReadOnlyList<StoredFile> files)
    {
        var isDoubtful = reading.IsDoubtful(mail);

        // Nobody speaks for a customer, or has answers sent elsewhere, by a name that is not proved.
        mail = mail with { Attachments = [], Customer = isDoubtful ? mail.From : mail.Customer };
        return new UnderstoodMail(mail, source, fingerprint, files, arriving.ReceivedAt, arriving.ProviderId)
        {
            ConversationId = arriving.ConversationId,
            Origin = arriving.Origin,
            IsDated = arriving.IsDated,
            Agent = reading.AgentOf(mail),
            IsFromUs = mail.Customer is { } customer && reading.Options.OwnAddresses.Contains(customer.Normalized),
            IsSenderDoubtful = isDoubtful,
        };
    }

    /// <summary>
    /// Adds the entities of a batch to <paramref name="db"/> inside the caller's transaction; the caller saves and commits. The number of
    /// queries does not depend on the size of the batch, and its mails may answer each other.
    /// </summary>
    internal async Task<IReadOnlyList<IntakeOutcome>> ApplyAsync(
        TernDbContext db, MailboxForIntake mailbox, IReadOnlyList<UnderstoodMail> mails, CancellationToken cancellationToken)
    {
        if (mails.Count == 0)
        {
            return [];
        }

        var detects = db.ChangeTracker.AutoDetectChangesEnabled;
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var now = time.GetUtcNow();
            var tokens = await keys.TokensAsync(cancellationToken); // read before, when the batch was prepared: this asks no database
            var knowledge = await IntakeKnowledge.LoadAsync(db, mailbox, mails, now, cancellationToken);
            var plan = IntakePlan.Make(mails, knowledge, new ThreadFinder(knowledge, tokens, mailbox.ReopensFor, now));
            var firstNumber = plan.NewThreads.Count == 0 ? 0 : await TicketNumbers.TakeAsync(db, plan.NewThreads.Count, cancellationToken);
            var acknowledging = mailbox.Acknowledgement is { } text ? new AcknowledgementWriting(db, mailbox, text, knowledge.Answers, tokens, now) : null;
            var outcomes = new IntakeWriting(db, mailbox, knowledge, acknowledging, now).Write(mails, plan, firstNumber);
            await new DeliveryReports(db, knowledge, logger, now).ApplyAsync(mails, outcomes, cancellationToken);
            return outcomes;
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }
}
