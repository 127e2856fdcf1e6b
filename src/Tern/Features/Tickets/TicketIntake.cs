using Tern.Data;
using Tern.Data.Blobs;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Turns mails into tickets and messages. Understanding comes before the transaction; applying is a handful of queries for a whole batch.</summary>
internal sealed class TicketIntake(BlobStore blobs, TimeProvider time)
{
    /// <summary>Reads a mail and stores its files, and its source unless that is stored already. Nothing of it is in the database yet.</summary>
    /// <param name="raw">The mail.</param>
    /// <param name="stored">Under which name <paramref name="raw"/> is stored; null where it is not.</param>
    /// <param name="receivedAt">When the provider received it.</param>
    /// <param name="providerId">The provider's name for it, if there is one.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    internal async Task<UnderstoodMail> UnderstandAsync(
        ReadOnlyMemory<byte> raw, BlobId? stored, DateTimeOffset receivedAt, string? providerId, CancellationToken cancellationToken)
    {
        var mail = MailReader.Read(raw);
        var fingerprint = MailFingerprint.Of(mail);
        var files = mail.Attachments.Count == 0 ? [] : new List<StoredFile>(mail.Attachments.Count);
        foreach (var attachment in mail.Attachments)
        {
            var blob = await blobs.StoreAsync(attachment.Content, cancellationToken);
            files.Add(new StoredFile(attachment.Name, attachment.ContentType, attachment.Size, blob, attachment.ContentId, attachment.IsInline));
        }

        var source = stored ?? await blobs.StoreAsync(raw, cancellationToken);
        return new UnderstoodMail(mail with { Attachments = [] }, source, fingerprint, files, receivedAt, providerId);
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
            var knowledge = await IntakeKnowledge.LoadAsync(db, mails, cancellationToken);
            var plan = IntakePlan.Make(mails, knowledge);
            var firstNumber = plan.NewThreads.Count == 0 ? 0 : await TicketNumbers.TakeAsync(db, plan.NewThreads.Count, cancellationToken);
            return new IntakeWriting(db, mailbox, knowledge, time.GetUtcNow()).Write(mails, plan, firstNumber);
        }
        finally
        {
            db.ChangeTracker.AutoDetectChangesEnabled = detects;
        }
    }
}
