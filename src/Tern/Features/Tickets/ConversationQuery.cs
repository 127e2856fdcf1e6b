using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>Reads a conversation in a few small queries, whatever its length.</summary>
internal sealed class ConversationQuery(TernDbContext db, AgentDirectory directory, RecipientRules rules, AddressFields addresses, IOurAddresses ours, ISenders senders)
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
        var lastIncoming = incoming.Where(message => !message.Entry.Marks.IsOfThirdParty && message.IsOfPerson).MaxBy(message => message.Position)
            ?? incoming.Where(message => !message.Entry.Marks.IsOfThirdParty).MaxBy(message => message.Position)
            ?? incoming.MaxBy(message => message.Position);
        var mailbox = await MailboxAsync(ticket.MailboxId, ticket.MailboxAddress, cancellationToken);
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
            mailbox?.Addresses ?? [],
            mailbox?.FileBytes ?? ReplyLimits.MaxFileBytes,
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
        var others = last is null ? [] : await rules.OthersAsync(last.To, last.Cc, to, mailbox, cancellationToken);
        var dead = await addresses.DeadAsync(to is null ? others : others.Prepend(to), cancellationToken);
        return new ReplyRecipients(to, others, [.. dead.Select(row => new DeadAddress(row.AddressNormalized, row.Reason))]);
    }

    private async Task<SendingMailbox?> MailboxAsync(MailboxId? mailbox, string? address, CancellationToken cancellationToken)
    {
        var all = await senders.AllAsync(cancellationToken);
        return all.FirstOrDefault(one => one.Id == mailbox) ?? all.FirstOrDefault(one => one.Address.Equals(address, StringComparison.OrdinalIgnoreCase));
    }

    private async Task<ILookup<MessageId, FailureEntry>> FailuresAsync(TicketId ticket, CancellationToken cancellationToken)
    {
        var marks = db.UndeliverableAddresses;
        var rows = await db.DeliveryFailures.AsNoTracking()
            .Where(failure => failure.TicketId == ticket)
            .OrderBy(failure => failure.AddressNormalized)
            .Select(failure => new { Failure = failure, IsMarked = marks.Any(mark => mark.AddressNormalized == failure.AddressNormalized) })
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.Failure.MessageId, row => new FailureEntry(
            row.Failure.AddressNormalized, row.Failure.Reason, row.Failure.Diagnostic ?? row.Failure.Status, row.IsMarked, row.Failure.At));
    }

    private async Task<Dictionary<MessageId, LoadedMessage>> MessagesAsync(TicketId ticket, CancellationToken cancellationToken)
    {
        var files = (await db.Attachments.AsNoTracking()
            .Join(db.Messages.Where(message => message.TicketId == ticket), file => file.MessageId, message => message.Id, (file, message) => file)
            .Where(file => !file.IsInline)
            .Select(file => new { file.MessageId, file.Id, file.Name, file.Size })
            .ToListAsync(cancellationToken)).ToLookup(file => file.MessageId, file => new FileEntry(file.Id.Value, file.Name, file.Size));
        var pictures = (await db.Attachments.AsNoTracking()
            .Join(db.Messages.Where(message => message.TicketId == ticket && message.AuthorId != null && message.Raw == null), file => file.MessageId, message => message.Id, (file, message) => file)
            .Where(file => file.IsInline && file.ContentId != null)
            .Select(file => new { file.MessageId, file.Name, file.ContentId })
            .ToListAsync(cancellationToken)).ToLookup(file => file.MessageId, file => new PictureEntry(file.Name, file.ContentId!));
        var outbox = await db.Outbox.AsNoTracking()
            .Where(item => item.TicketId == ticket)
            .ToDictionaryAsync(
                item => item.MessageId,
                item => new DeliveryEntry(item.State, item.LastErrorText, item.NextAttemptAt, item.SentAt) { Looks = item.Looks, WasAccepted = item.AcceptedAt != null, LookedAt = item.LastAttemptAt, HeldUntil = item.HeldUntil },
                cancellationToken);
        var failures = await FailuresAsync(ticket, cancellationToken);
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
                message.Bcc,
                message.ForwardOfId,
                message.VisibleText,
                message.FullText,
                HasHtml = message.Html != null,
                HasSource = message.Raw != null,
                message.Automatic,
                Marks = new MessageMarks(message.IsSenderDoubtful, message.IsSigned, message.IsEncrypted, message.TrackingPixels, message.Invitation) { IsWrittenInMailbox = message.IsWrittenInMailbox, IsOfThirdParty = message.IsOfThirdParty },
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
                string.Join(", ", row.Bcc.Select(address => address.Address)),
                row.VisibleText,
                row.FullText,
                row.HasHtml,
                row.HasSource,
                row.Automatic != AutomaticKind.None,
                row.Marks,
                [.. files[row.Id]],
                [.. failures[row.Id]],
                outbox.GetValueOrDefault(row.Id),
                row.At)
            { ForwardOf = row.ForwardOfId?.Value, Pictures = [.. pictures[row.Id]] }));
    }

    private sealed record LoadedMessage(
        int Position, bool IsOfPerson, string? AnswerTo, IReadOnlyList<MailAddress> To, IReadOnlyList<MailAddress> Cc, MessageEntry Entry);
}
