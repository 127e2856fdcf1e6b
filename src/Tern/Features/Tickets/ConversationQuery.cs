using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Reads a conversation in six small queries, whatever its length.</summary>
internal sealed class ConversationQuery(TernDbContext db, AgentDirectory directory, RecipientRules rules, IOurAddresses ours)
{
    internal async Task<ConversationModel?> LoadAsync(long number, CancellationToken cancellationToken)
    {
        var tickets = db.Tickets; // an expression tree takes no extension property
        var ticket = await tickets.AsNoTracking()
            .Where(ticket => ticket.Number == number)
            .Select(ticket => new
            {
                ticket.Id,
                ticket.Subject,
                ticket.Status,
                CustomerName = ticket.Customer!.Name,
                CustomerAddress = ticket.Customer.Address,
                ticket.AssigneeId,
                ticket.MailboxId,
                ticket.MailboxAddress,
                MergedInto = tickets.Where(other => other.Id == ticket.MergedIntoId).Select(other => (long?)other.Number).FirstOrDefault(),
                FollowUpOf = tickets.Where(other => other.Id == ticket.FollowUpOfId).Select(other => (long?)other.Number).FirstOrDefault(),
                ticket.MessageCount,
                ticket.Version,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (ticket is null)
        {
            return null;
        }

        var agents = await directory.AllAsync(cancellationToken);
        var messages = await MessagesAsync(ticket.Id, cancellationToken);
        var events = await db.TicketEvents.AsNoTracking()
            .Where(entry => entry.TicketId == ticket.Id && entry.Kind != TicketEventKind.DeliveryChanged)
            .OrderBy(entry => entry.Id)
            .ToListAsync(cancellationToken);
        var timeline = events
            .Select(entry => entry.MessageId is { } message
                ? (TimelineEntry?)messages.GetValueOrDefault(message)?.Entry
                : Change(entry, agents))
            .OfType<TimelineEntry>()
            .ToList();
        var incoming = messages.Values.Where(message => message.Entry.Kind == MessageKind.Incoming).ToList();
        var lastIncoming = incoming.Where(message => message.IsOfPerson).MaxBy(message => message.Position) ?? incoming.MaxBy(message => message.Position);
        return new ConversationModel(
            number,
            ticket.Subject,
            ticket.Status,
            ticket.CustomerName,
            ticket.CustomerAddress,
            ticket.AssigneeId?.Value,
            ticket.MailboxAddress,
            ticket.MailboxId is null && ticket.MailboxAddress is { } address && await ours.FindAsync(address, cancellationToken) is null,
            ticket.MergedInto,
            ticket.FollowUpOf,
            ticket.MessageCount,
            ticket.Version,
            timeline,
            await RecipientsAsync(lastIncoming, ticket.CustomerAddress, ticket.MailboxAddress, cancellationToken),
            [.. agents.Values.Select(agent => new AgentChoice(agent.Id.Value, agent.Name))]);
    }

    private static TimelineEntry Change(TicketEvent entry, IReadOnlyDictionary<AgentId, AgentCard> agents)
    {
        var by = entry.By is { } agent ? agents.GetValueOrDefault(agent)?.Name : null;
        return entry.OtherNumber is { } other
            ? new MergeEntry(by, entry.Kind == TicketEventKind.MergedInto, other, entry.At)
            : new ChangeEntry(
                by,
                entry.ToStatus,
                entry.Kind == TicketEventKind.Assigned,
                entry.ToAgent is { } to ? agents.GetValueOrDefault(to)?.Name : null,
                entry.At);
    }

    private async Task<ReplyRecipients> RecipientsAsync(LoadedMessage? last, string? customer, string? mailbox, CancellationToken cancellationToken)
    {
        var to = last?.AnswerTo ?? customer;
        return new ReplyRecipients(to, last is null ? [] : await rules.OthersAsync(last.To, last.Cc, to, mailbox, cancellationToken));
    }

    private async Task<Dictionary<MessageId, LoadedMessage>> MessagesAsync(TicketId ticket, CancellationToken cancellationToken)
    {
        var files = (await db.Attachments.AsNoTracking()
            .Join(db.Messages.Where(message => message.TicketId == ticket), file => file.MessageId, message => message.Id, (file, message) => file)
            .Where(file => !file.IsInline)
            .Select(file => new { file.MessageId, file.Id, file.Name, file.Size })
            .ToListAsync(cancellationToken)).ToLookup(file => file.MessageId, file => new FileEntry(file.Id.Value, file.Name, file.Size));
        var outbox = await db.Outbox.AsNoTracking()
            .Where(item => item.TicketId == ticket)
            .ToDictionaryAsync(
                item => item.MessageId,
                item => new DeliveryEntry(item.State, item.LastErrorText, item.NextAttemptAt, item.SentAt) { Looks = item.Looks, LookedAt = item.LastAttemptAt },
                cancellationToken);
        var rows = await db.Messages.AsNoTracking()
            .Where(message => message.TicketId == ticket)
            .OrderBy(message => message.Position)
            .Select(message => new
            {
                message.Id,
                message.Position,
                message.Kind,
                message.FromName,
                message.FromAddress,
                message.AnswerTo,
                message.To,
                message.Cc,
                message.VisibleText,
                message.FullText,
                HasHtml = message.Html != null,
                HasSource = message.Raw != null,
                message.Automatic,
                Marks = new MessageMarks(message.IsSenderDoubtful, message.IsSigned, message.IsEncrypted, message.TrackingPixels, message.Invitation) { IsWrittenInMailbox = message.IsWrittenInMailbox },
                message.At,
            })
            .ToListAsync(cancellationToken);
        return rows.ToDictionary(
            row => row.Id,
            row => new LoadedMessage(row.Position, row.Automatic is AutomaticKind.None or AutomaticKind.List, row.AnswerTo, row.To, row.Cc, new MessageEntry(
                row.Id.Value,
                row.Kind,
                row.FromName,
                row.FromAddress,
                string.Join(", ", row.To.Concat(row.Cc).Select(address => address.Address)),
                row.VisibleText,
                row.FullText,
                row.HasHtml,
                row.HasSource,
                row.Automatic != AutomaticKind.None,
                row.Marks,
                [.. files[row.Id]],
                outbox.GetValueOrDefault(row.Id),
                row.At)));
    }

    private sealed record LoadedMessage(
        int Position, bool IsOfPerson, string? AnswerTo, IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc, MessageEntry Entry);
}
