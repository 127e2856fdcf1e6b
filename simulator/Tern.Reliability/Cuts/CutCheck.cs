using Microsoft.EntityFrameworkCore;
using MimeKit;
using Tern.Features.Tickets;
using Tern.Reliability.Processes;
using Tern.Reliability.Running;

namespace Tern.Reliability.Cuts;

/// <summary>What must hold of a mailbox after it was cut: at the customer, at Microsoft, and at the desk.</summary>
internal sealed class CutCheck(SimulatedTenant tenant, Desk desk, Agent agent)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Where it was said that nobody knows whether an answer left, an agent has it looked for again.</summary>
    /// <returns>Whether it was said.</returns>
    internal async Task<bool> LookAgainAsync(CutSubject subject, CancellationToken cancellationToken)
    {
        if (await StateAsync(subject, cancellationToken) is not { State: OutboxState.Uncertain } item)
        {
            return false;
        }

        await agent.ResolveAsync(item.TicketNumber, item.MessageId.Value, nameof(DeliveryChoice.Look), cancellationToken);
        await Wait.UntilAsync(
            Patience,
            async () => (await StateAsync(subject, cancellationToken))?.State is OutboxState.Sent or OutboxState.Uncertain or OutboxState.Failed,
            () => Task.FromResult($"{subject}: nobody looked again."),
            cancellationToken);
        return true;
    }

    /// <summary>Promises that were not kept to this mailbox.</summary>
    internal async Task<IReadOnlyList<string>> BrokenAsync(CutSubject subject, CancellationToken cancellationToken)
    {
        var broken = new List<string>();
        void Must(bool holds, string otherwise)
        {
            if (!holds)
            {
                broken.Add($"{subject}: {otherwise}");
            }
        }

        await using var db = desk.OpenDatabase();
        var messages = await db.Messages.AsNoTracking().Where(m => m.MailboxId == subject.Id).Select(m => new { m.Kind, m.MessageIdHeader }).ToListAsync(cancellationToken);
        var incoming = messages.Where(m => m.Kind == MessageKind.Incoming).ToList();
        var tickets = await db.Tickets.CountAsync(t => t.MailboxId == subject.Id, cancellationToken);
        Must(incoming.Count == subject.MailsWanted && incoming.DistinctBy(m => m.MessageIdHeader).Count() == subject.MailsWanted, $"{incoming.Count} messages of {subject.MailsWanted} mails.");
        Must(tickets == subject.MailsWanted, $"{tickets} tickets of {subject.MailsWanted} mails.");
        if (subject.Work == CutWork.Read)
        {
            var unread = (await tenant.InFolderAsync(subject.Address, "inbox", cancellationToken)).Count(m => !(bool)m!["isRead"]!);
            Must(unread == 0, $"{unread} mails were not marked as read.");
            return broken;
        }

        Must(messages.Count(m => m.Kind == MessageKind.Reply) == 1, $"{messages.Count(m => m.Kind == MessageKind.Reply)} replies in the ticket.");
        var state = (await StateAsync(subject, cancellationToken))!.State;
        var received = await tenant.ReceivedAsync(subject.Customer, cancellationToken);
        Must(received.Count <= 1, $"the customer has {received.Count} copies.");
        Must(state is OutboxState.Sent or OutboxState.Uncertain, $"the answer is {state}.");
        Must(received.Count == (state == OutboxState.Sent ? 1 : 0), $"the answer is {state}, and the customer has {received.Count} copies.");
        var drafts = await tenant.InFolderAsync(subject.Address, "drafts", cancellationToken);
        var sent = await tenant.InFolderAsync(subject.Address, "sentitems", cancellationToken);
        Must(drafts.Count == 0, $"{drafts.Count} drafts are left over.");
        Must(sent.Count == received.Count, $"{sent.Count} copies lie in Sent Items.");
        foreach (var raw in received)
        {
            using var stream = new MemoryStream(raw);
            using var mail = await MimeMessage.LoadAsync(stream, cancellationToken);
            Must(mail.TextBody?.Contains(subject.Text, StringComparison.Ordinal) == true, "the customer got another text.");
            Must(subject.File is not { } file || file.AsSpan().SequenceEqual(Content(mail)), "the file is not what was attached.");
        }

        return broken;
    }

    private static byte[] Content(MimeMessage mail)
    {
        using var content = new MemoryStream();
        if (mail.Attachments.OfType<MimePart>().ToList() is [{ Content: { } only }])
        {
            only.DecodeTo(content);
        }

        return content.ToArray();
    }

    private async Task<OutboxItem?> StateAsync(CutSubject subject, CancellationToken cancellationToken)
    {
        await using var db = desk.OpenDatabase();
        return await db.Outbox.AsNoTracking().SingleOrDefaultAsync(i => i.MailboxId == subject.Id, cancellationToken);
    }
}
