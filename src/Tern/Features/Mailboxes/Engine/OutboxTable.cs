using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Mail;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using OutboxItem = Tern.MailEngine.Outbox.OutboxItem;
using OutboxRow = Tern.Features.Tickets.OutboxItem;
using OutboxState = Tern.MailEngine.Outbox.OutboxState;
using RowState = Tern.Features.Tickets.OutboxState;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>The engine's view of the outbox rows that replies wrote.</summary>
internal sealed class OutboxTable(IDbContextFactory<TernDbContext> contexts, OutgoingReply outgoing, SendingDay day, FaultTexts texts, TimeProvider time, ILogger<OutboxTable> logger) : IOutbox
{
    private static readonly RowState[] BeforeAcceptance = [RowState.Queued, RowState.Drafted, RowState.Sending];
    private static readonly RowState[] OnTheWay = [.. BeforeAcceptance, RowState.Accepted];

    public async Task<OutboxItem?> NextDueAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        while (await DueAsync(db, mailbox, now, cancellationToken) is { } row)
        {
            if (row.State is not (RowState.Queued or RowState.Drafted) || await day.HoldsUntilAsync(db, row, now, cancellationToken) is not { } until)
            {
                return new OutboxItem
                {
                    Id = row.Key.Value,
                    Mailbox = row.MailboxId,
                    MessageId = row.MessageIdHeader,
                    CreatedAt = row.CreatedAt,
                    State = Enum.Parse<OutboxState>(row.State.ToString()),
                    DraftId = row.DraftId,
                    Attempts = row.Attempts,
                    Looks = row.Looks,
                    Sends = row.Sends,
                    NextAttemptAt = row.NextAttemptAt,
                };
            }

            (row.NextAttemptAt, row.HeldUntil) = (until, until);
            db.TicketEvents.Add(TicketEvent.DeliveryChanged(row, now));
            await db.SaveChangesAsync(cancellationToken);
            Log.HeldBack(logger, mailbox, row.Key.Value, until);
        }

        return null;
    }

    /// <summary>
    /// What people wrote goes before what nobody wrote. A ticket's mails leave in the order in which they were written: a later one waits until the earlier was accepted
    /// or given up, but no person's answer waits for a machine's, and none for one that stands still for a reason of its own.
    /// </summary>
    private static Task<OutboxRow?> DueAsync(TernDbContext db, MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outbox = db.Outbox; // an expression tree takes no extension property
        return outbox
            .Where(i => i.MailboxId == mailbox && i.NextAttemptAt <= now)
            .Where(i => !outbox.Any(earlier =>
                earlier.TicketId == i.TicketId && earlier.CreatedAt < i.CreatedAt && BeforeAcceptance.Contains(earlier.State) && (i.IsAutomatic || !earlier.IsAutomatic)
                && (earlier.State == RowState.Sending || earlier.LastErrorCode == null || !OutboxRow.OwnTroubles.Contains(earlier.LastErrorCode))))
            .OrderBy(i => i.IsAutomatic)
            .ThenBy(i => i.NextAttemptAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlyCollection<MailboxId>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var outbox = db.Outbox; // an expression tree takes no extension property

        // From the mailboxes, by the index: what was sent in years is passed over.
        return await db.Mailboxes
            .Where(m => outbox.Any(i => i.MailboxId == m.Id && OnTheWay.Contains(i.State) && i.NextAttemptAt <= now))
            .Select(m => m.Id)
            .ToListAsync(cancellationToken);
    }

    public async Task<OutgoingMessage> ComposeAsync(OutboxItem item, MailboxSettings settings, long maxRawBytes, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = new OutboxKey(item.Id);
        var row = await db.Outbox.AsNoTracking().SingleAsync(i => i.Key == key, cancellationToken);
        var mailbox = await db.Mailboxes
            .Where(m => m.Id == settings.Id)
            .Select(m => new MailboxForSending(new MailAddress(row.SenderAddress ?? m.SenderAddress ?? settings.Address, m.DisplayName), m.Signature, m.UsesTicketAddress))
            .SingleAsync(cancellationToken);
        try
        {
            var mail = await outgoing.LoadAsync(db, row, mailbox, cancellationToken);
            var composed = MailComposer.Compose(mail, maxRawBytes);
            return new OutgoingMessage(composed.Raw, [.. composed.ForUpload.Select(f => new LargeAttachment(f.Name, f.ContentType, f.Size, () => Opened(f), f.ContentId))])
            {
                Within = [.. composed.Within.Select(f => f.Name)],
            };
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(unreadable);
        }
        catch (ArgumentException unusable)
        {
            throw new MessageRejectedException(new Fault(FaultCodes.MessageRejected, FaultClass.AdministratorMustAct, "An address or header of this mail cannot be written."), unusable);
        }
#pragma warning disable CA1031 // The guard of one message: what cannot be written is told of and holds up no other. A database that is away is none of its faults.
        catch (Exception unforeseen) when (unforeseen is not (OperationCanceledException or DbException or InvalidOperationException or TimeoutException))
#pragma warning restore CA1031
        {
            Log.ComposingFailed(logger, unforeseen, row.Key.Value);
            throw new MessageRejectedException(new Fault(FaultCodes.MessageRejected, FaultClass.AdministratorMustAct, "This mail cannot be written; the log says why."), unforeseen);
        }
    }

    private static Stream Opened(OutgoingAttachment file)
    {
        try
        {
            return file.Open();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(unreadable);
        }
    }

    /// <summary>A file of this mail cannot be read on this server: it waits until it can, and the others leave.</summary>
    private static MailboxUnavailableException Unreadable(Exception cause) => new(new Fault(FaultCodes.StorageFailed, FaultClass.Transient, cause.Message), cause);

    public async Task<bool> SaveAsync(MailboxLease lease, OutboxItem item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.HoldAsync(lease, cancellationToken))
        {
            return false;
        }

        var now = time.GetUtcNow();
        var key = new OutboxKey(item.Id);
        var row = await db.Outbox.SingleAsync(i => i.Key == key, cancellationToken);
        var before = row.State;
        if (!OnTheWay.Contains(before))
        {
            // Somebody withdrew it, or its copy was seen, while this step was under way: nothing is asked of the provider any more.
            return item.State != OutboxState.Sending;
        }

        row.State = Enum.Parse<RowState>(item.State.ToString());
        row.DraftId = item.DraftId;
        row.Attempts = item.Attempts;
        row.Looks = item.Looks;
        row.Sends = item.Sends;
        row.NextAttemptAt = item.NextAttemptAt;
        row.LastAttemptAt = now;
        row.LastErrorCode = item.Fault?.Code;
        row.LastProviderCode = item.Fault?.ProviderCode;
        row.LastErrorText = item.Fault is { } fault ? texts.Of(fault.Code).Cause : null;
        row.AskedAt = row.State switch
        {
            RowState.Sending when before != RowState.Sending => now,
            RowState.Queued or RowState.Drafted => null, // refused for certain: nobody was written to
            _ => row.AskedAt,
        };
        row.HeldUntil = null;
        row.AcceptedAt ??= row.State is RowState.Accepted or RowState.Sent ? now : null;
        row.SentAt = item.SentAt;
        if (row.State != before)
        {
            db.TicketEvents.Add(TicketEvent.DeliveryChanged(row, now));
        }

        if (item.SentMessageId is { } given && given != row.MessageIdHeader)
        {
            await RememberAsync(db, row, given, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Exchange may replace our Message-ID; answers then name the one it gave, so both lead to the ticket (reported by others of Exchange Online, promised by no page).</summary>
    private static async Task RememberAsync(TernDbContext db, OutboxRow row, string given, CancellationToken cancellationToken)
    {
        if (!await db.MessageReferences.AnyAsync(r => r.Header == given && r.MessageId == row.MessageId, cancellationToken))
        {
            db.MessageReferences.Add(new MessageReference { Header = given, MessageId = row.MessageId, TicketId = row.TicketId, IsOurs = true });
        }
    }
}
