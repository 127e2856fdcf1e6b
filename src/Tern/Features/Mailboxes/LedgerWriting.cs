using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Writes the ledger's lines of one batch and counts what became of it.</summary>
internal sealed class LedgerWriting(TernDbContext db, MailboxId mailbox, FolderSettings folder, Dictionary<string, IntakeEntry> rows, DateTimeOffset now)
{
    /// <summary>The reason of a message that was gone when it was to be fetched; should it show again, it is judged again.</summary>
    internal const string Vanished = nameof(LeftAloneReason.Vanished);

    private int _new;
    private int _replies;
    private int _ignored;
    private int _quarantined;

    /// <summary>Something is to be done at the provider with what becomes a message.</summary>
    internal required bool Files { get; init; }

    internal DeliveryResult Result => new(true, _new, _replies, _ignored, _quarantined);

    /// <summary>A message is judged once; only one that could not be fetched may be judged again.</summary>
    internal bool IsOpen(FetchedMail mail) => !rows.TryGetValue(mail.ProviderId, out var row) || row switch
    {
        { Fate: IntakeFate.Waiting } => true,
        { Fate: IntakeFate.Quarantined } => row.Raw is null,
        { Fate: IntakeFate.Ignored } => row.Reason == Vanished,
        _ => false,
    };

    /// <summary>What left the folder keeps its line; only where it lies is no longer known.</summary>
    internal Task NoteLeftAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => db.Intake
        .Where(e => e.MailboxId == mailbox && ids.Contains(e.ProviderId) && e.LeftAt == null)
        .ExecuteUpdateAsync(set => set.SetProperty(e => e.LeftAt, now), cancellationToken);

    internal void Write(UnderstoodMail mail, IntakeOutcome outcome)
    {
        var row = Row(mail.ProviderId!, mail.ReceivedAt);
        row.Raw = mail.Raw;
        switch (outcome)
        {
            case IntakeOutcome.Ingested ingested:
                row.Fate = IntakeFate.Ingested;
                row.MessageId = ingested.MessageId;
                row.TicketNumber = ingested.TicketNumber;
                row.FileAt = Files && folder.Role == FolderRole.Incoming ? now : null;
                _new += ingested.IsNew ? 1 : 0;
                _replies += ingested.IsNew ? 0 : 1;
                break;
            case IntakeOutcome.Ignored ignored:
                row.Fate = IntakeFate.Ignored;
                row.Reason = ignored.Reason.ToString();
                row.Detail = ignored.Detail;
                row.TicketNumber = ignored.TicketNumber;
                _ignored++;
                break;
            default:
                throw new InvalidOperationException($"The intake gave {outcome.GetType().Name}, which the ledger does not know.");
        }
    }

    /// <param name="mail">A mail that is no message yet.</param>
    /// <param name="poison">Why one that arrived was not understood.</param>
    internal void Write(FetchedMail mail, string? poison)
    {
        var before = rows.GetValueOrDefault(mail.ProviderId)?.Detail;
        var row = Row(mail.ProviderId, mail.ReceivedAt);
        switch (mail)
        {
            case not ArrivedMail when row.Raw is not null:
                // It was to be fetched again and was not got at, or is there no more: what lies here may be the only copy, and is set aside as it was.
                row.Fate = IntakeFate.Quarantined;
                row.Reason = AsideMail.NotUnderstood;
                row.Detail = before;
                _quarantined++;
                break;
            case ArrivedMail arrived:
                row.Fate = IntakeFate.Quarantined;
                row.Reason = AsideMail.NotUnderstood;
                row.Detail = poison;
                row.Raw = new BlobId(arrived.Raw.Key);
                _quarantined++;
                break;
            case LeftAloneMail left:
                row.Fate = IntakeFate.Ignored;
                row.Reason = left.Reason.ToString();
                _ignored++;
                break;
            case UnfetchedMail unfetched:
                _quarantined += unfetched.IsSetAside && row.Fate != IntakeFate.Quarantined ? 1 : 0;
                row.Fate = unfetched.IsSetAside ? IntakeFate.Quarantined : IntakeFate.Waiting;
                row.Reason = unfetched.Fault.Code;
                row.Detail = unfetched.Fault.Detail;
                row.Attempts = unfetched.Attempts;
                row.RetryAt = unfetched.RetryAt;
                break;
            default:
                throw new InvalidOperationException($"The engine gave {mail.GetType().Name}, which the ledger does not know.");
        }
    }

    private IntakeEntry Row(string providerId, DateTimeOffset? receivedAt)
    {
        if (rows.TryGetValue(providerId, out var row))
        {
            row.JudgedAt = now;
            row.ReceivedAt ??= receivedAt; // it may have been waiting because nothing was known of it yet
            row.Reason = null;
            row.Detail = null;
            row.RetryAt = null;
            (row.Folder, row.LeftAt) = (folder.Id, null);
            return row;
        }

        row = new IntakeEntry { MailboxId = mailbox, ProviderId = providerId, Fate = IntakeFate.Waiting, ReceivedAt = receivedAt, JudgedAt = now, Folder = folder.Id };
        rows[providerId] = row;
        db.Intake.Add(row);
        return row;
    }
}
