using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Engine;

/// <summary>
/// The copy of a mail shows after all of which nobody could prove whether it left. It is taken up where an accepted one stands: the sender looks for it once more,
/// proves it, and keeps the Message-ID that Exchange gave.
/// </summary>
internal static class SeenCopies
{
    /// <summary>By the id of the draft, which stays when it is sent.</summary>
    internal static async Task TakeUpByDraftAsync(TernDbContext db, MailboxId mailbox, IReadOnlyCollection<string> drafts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var items = await db.Outbox.Where(item => item.MailboxId == mailbox && item.State == OutboxState.Uncertain && drafts.Contains(item.DraftId)).ToListAsync(cancellationToken);
        if (items.Count > 0)
        {
            items.ForEach(item => TakeUp(db, item, mailbox, item.DraftId!, now));
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>By a Message-ID of ours; the caller saves.</summary>
    internal static async Task TakeUpByIdAsync(TernDbContext db, MailboxId mailbox, IReadOnlyDictionary<string, string> copies, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var headers = copies.Keys.ToArray();
        var references = await db.MessageReferences.AsNoTracking()
            .Where(reference => reference.IsOurs && EF.Parameter(headers).Contains(reference.Header))
            .ToListAsync(cancellationToken);
        var messages = references.ConvertAll(reference => reference.MessageId);
        var items = await db.Outbox.Where(item => item.State == OutboxState.Uncertain && messages.Contains(item.MessageId)).ToListAsync(cancellationToken);
        foreach (var item in items)
        {
            TakeUp(db, item, mailbox, copies[references.First(reference => reference.MessageId == item.MessageId).Header], now);
        }
    }

    private static void TakeUp(TernDbContext db, OutboxItem item, MailboxId mailbox, string id, DateTimeOffset now)
    {
        item.MailboxId = mailbox; // it may have been written from one that was removed and connected anew
        item.State = OutboxState.Accepted;
        item.DraftId = id;
        item.AcceptedAt ??= now;
        item.Looks = 0;
        item.NextAttemptAt = now;
        (item.LastErrorCode, item.LastProviderCode, item.LastErrorText) = (null, null, null);
        db.TicketEvents.Add(TicketEvent.DeliveryChanged(item, now));
    }
}
