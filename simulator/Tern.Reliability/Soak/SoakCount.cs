using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.Reliability.Running;

namespace Tern.Reliability.Soak;

/// <summary>Compares what lies at Microsoft and at the customers with what the desk has.</summary>
internal sealed class SoakCount(SimulatedTenant tenant, Desk desk, IReadOnlyDictionary<string, MailboxId> mailboxes)
{
    private static readonly OutboxState[] OnTheWay = [OutboxState.Queued, OutboxState.Drafted, OutboxState.Sending, OutboxState.Accepted];

    /// <summary>Mails that lie in a mailbox and are no message of the desk.</summary>
    internal async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellationToken)
    {
        var known = (await IncomingAsync(cancellationToken)).Select(m => (m.Mailbox, m.MessageId)).ToHashSet();
        var missing = new List<string>();
        foreach (var (address, id) in mailboxes)
        {
            foreach (var mail in await tenant.ListAsync($"_sim/mailboxes/{address}/messages?folder=inbox", cancellationToken))
            {
                var messageId = ((string)mail!["internetMessageId"]!).Trim('<', '>');
                if (!known.Contains((id, messageId)))
                {
                    missing.Add($"{address}: {messageId}");
                }
            }
        }

        return missing;
    }

    /// <summary>Mails of which the desk has more than one message.</summary>
    internal async Task<IReadOnlyList<string>> DoubledAsync(CancellationToken cancellationToken) =>
        [.. (await IncomingAsync(cancellationToken)).GroupBy(m => (m.Mailbox, m.MessageId)).Where(g => g.Count() > 1).Select(g => $"{g.Key.MessageId}: {g.Count()} messages")];

    internal async Task<IReadOnlyList<(MailboxId Mailbox, string ProviderId)>> SetAsideAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return [.. (await db.Intake.Where(e => e.Fate == IntakeFate.Quarantined).Select(e => new { e.MailboxId, e.ProviderId }).ToListAsync(cancellationToken)).Select(e => (e.MailboxId, e.ProviderId))];
    }

    /// <summary>Mailboxes in trouble, as far as they know.</summary>
    internal async Task<IReadOnlyList<MailboxId>> TroubledAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return await db.MailboxHealth.Where(h => h.FaultCode != null).Select(h => h.MailboxId).ToListAsync(cancellationToken);
    }

    internal async Task<IReadOnlyDictionary<OutboxState, int>> OutboxAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return (await db.Outbox.GroupBy(i => i.State).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken)).ToDictionary(g => g.Key, g => g.Count);
    }

    internal async Task<int> OnTheWayAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return await db.Outbox.CountAsync(i => OnTheWay.Contains(i.State), cancellationToken);
    }

    internal async Task<IReadOnlyList<OutboxItem>> AnswersAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return await db.Outbox.AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>When each mail was a committed message, by its Message-ID.</summary>
    internal async Task<IReadOnlyDictionary<string, DateTimeOffset>> CommittedAsync(CancellationToken cancellationToken) =>
        (await IncomingAsync(cancellationToken)).GroupBy(m => m.MessageId).ToDictionary(g => g.Key, g => g.Min(m => m.At));

    /// <summary>Which customer wrote the ticket.</summary>
    internal async Task<IReadOnlyDictionary<long, string>> CustomersAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var outbox = db.Outbox; // an expression tree takes no extension property
        return await db.Messages.Where(m => m.Kind == MessageKind.Incoming)
            .Join(outbox, m => m.TicketId, i => i.TicketId, (m, i) => new { i.TicketNumber, m.MessageIdHeader })
            .GroupBy(m => m.TicketNumber)
            .Select(g => new { g.Key, MessageId = g.Min(m => m.MessageIdHeader)! })
            .ToDictionaryAsync(g => g.Key, g => $"c{g.MessageId}", cancellationToken);
    }

    private async Task<IReadOnlyList<(MailboxId Mailbox, string MessageId, DateTimeOffset At)>> IncomingAsync(CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        var intake = db.Intake; // an expression tree takes no extension property
        var rows = await db.Messages.Where(m => m.Kind == MessageKind.Incoming)
            .Join(intake, m => (MessageId?)m.Id, e => e.MessageId, (m, e) => new { e.MailboxId, m.MessageIdHeader, e.JudgedAt })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(r => (r.MailboxId, r.MessageIdHeader ?? "", r.JudgedAt))];
    }
}
