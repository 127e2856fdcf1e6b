using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>
/// Exchange Online lets a mailbox write to so many recipients in any 24 hours ("Sending limits") and returns what is more. The desk counts its own by rows, and keeps
/// back what would be too much. What people send from Outlook it cannot count: there the provider's own refusal is waited out.
/// </summary>
internal sealed class SendingDay(IOptions<MailboxOptions> options)
{
    internal static readonly TimeSpan Length = TimeSpan.FromHours(24);

    /// <summary>From so much of the day's number on the mailbox's page warns.</summary>
    private const double WarnsFrom = 0.8;

    /// <summary>What no person wrote leaves the rest to people.</summary>
    private const double ForAutomatic = 0.9;

    private int Limit => options.Value.RecipientsPerDay;

    /// <summary>When a mail may leave, as far as can be told now.</summary>
    /// <returns>Null where it may leave at once.</returns>
    internal async Task<DateTimeOffset?> HoldsUntilAsync(TernDbContext db, OutboxItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var limit = item.IsAutomatic ? (int)(Limit * ForAutomatic) : Limit;
        var used = await UsedAsync(db, item.MailboxId, now, cancellationToken);
        if (used == 0 || used + item.Recipients <= limit)
        {
            return null; // one that is larger than a whole day leaves on an empty one: the provider decides
        }

        var free = limit - used;
        var since = now - Length;
        var rows = await db.Outbox.AsNoTracking()
            .Where(row => row.MailboxId == item.MailboxId && row.AskedAt > since)
            .OrderBy(row => row.AskedAt)
            .Select(row => new { row.AskedAt, row.Recipients })
            .ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            free += row.Recipients;
            if (free >= item.Recipients)
            {
                return row.AskedAt + Length;
            }
        }

        return rows[^1].AskedAt + Length;
    }

    /// <summary>What the mailbox's page tells.</summary>
    internal async Task<SendingDayLine> LineAsync(TernDbContext db, MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var used = await UsedAsync(db, mailbox, now, cancellationToken);
        var held = await db.Outbox
            .Where(row => row.MailboxId == mailbox && row.HeldUntil != null && (row.State == OutboxState.Queued || row.State == OutboxState.Drafted))
            .Select(row => row.HeldUntil)
            .ToListAsync(cancellationToken);
        var refused = await db.Outbox
            .Where(row => row.MailboxId == mailbox && row.LastErrorCode != null && row.NextAttemptAt != null)
            .GroupBy(row => row.LastErrorCode!)
            .Select(group => new WaitingMails(group.Key, group.Count()))
            .ToListAsync(cancellationToken);
        return new SendingDayLine(used, Limit, used >= Limit * WarnsFrom, held.Count, held.Min()) { Waiting = refused };
    }

    private static Task<int> UsedAsync(TernDbContext db, MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Length;
        return db.Outbox.Where(row => row.MailboxId == mailbox && row.AskedAt > since).SumAsync(row => row.Recipients, cancellationToken);
    }
}

/// <summary>How much a mailbox has written within 24 hours.</summary>
/// <param name="Used">Recipients.</param>
/// <param name="Limit">As many as it may.</param>
/// <param name="IsNear">It is worth a warning.</param>
/// <param name="Held">Mails that are kept back.</param>
/// <param name="Until">When the first of them may leave.</param>
public sealed record SendingDayLine(int Used, int Limit, bool IsNear, int Held, DateTimeOffset? Until)
{
    /// <summary>What waits because something stands in its way.</summary>
    public IReadOnlyList<WaitingMails> Waiting { get; init; } = [];
}

/// <summary>Mails that could not leave yet.</summary>
/// <param name="Code">Why.</param>
/// <param name="Count">How many.</param>
public sealed record WaitingMails(string Code, int Count);
