using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>A mail that an agent wrote. Its rows are made together; the Message-ID is assigned here, long before the first attempt to send.</summary>
internal sealed record OutgoingLetter
{
    /// <summary>What the message is called; null takes any id.</summary>
    public MessageId? Id { get; init; }

    public required Ticket Ticket { get; init; }

    public required MessageKind Kind { get; init; }

    public required MailboxId Mailbox { get; init; }

    /// <summary>What the agent sees as its sender.</summary>
    public required string FromAddress { get; init; }

    /// <summary>The address that was chosen; null leaves it to the mailbox when the mail leaves.</summary>
    public string? ChosenSender { get; init; }

    public required MailRecipients Recipients { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    /// <summary>What it answers.</summary>
    public Message? Answered { get; init; }

    /// <summary>What it passes on.</summary>
    public Message? Forwarded { get; init; }

    public IReadOnlyList<StoredFile> Files { get; init; } = [];

    public required AgentCard Agent { get; init; }

    /// <summary>A text as the message keeps it.</summary>
    internal static string Written(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <summary>Adds message, files, reference and outbox row; the ticket and its events are the caller's.</summary>
    internal (Message Message, OutboxItem Outbox) Write(TernDbContext db, ReplyTokens tokens, DateTimeOffset now)
    {
        var key = new OutboxKey(Guid.CreateVersion7(now));
        var header = tokens.MessageId(FromAddress.Split('@')[^1], key.Value.ToString("N"), Ticket.Number, Ticket.Id.Value);
        var message = new Message
        {
            Id = Id ?? new MessageId(Guid.CreateVersion7(now)),
            TicketId = Ticket.Id,
            Kind = Kind,
            AuthorId = Agent.Id,
            FromName = Agent.Name,
            FromAddress = FromAddress,
            To = Recipients.To,
            Cc = Recipients.Cc,
            Bcc = Recipients.Bcc,
            Subject = Subject,
            MessageIdHeader = header,
            InReplyTo = Answered?.MessageIdHeader,
            References = Answered?.References ?? "",
            ForwardOfId = Forwarded?.Id,
            VisibleText = Written(Text),
            MailboxId = Mailbox,
            At = now,
            CreatedAt = now,
            HasFiles = Files.Any(file => !file.IsInline),
        };
        var outbox = new OutboxItem
        {
            Key = key,
            MailboxId = Mailbox,
            MessageId = message.Id,
            TicketId = Ticket.Id,
            TicketNumber = Ticket.Number,
            MessageIdHeader = header,
            SenderAddress = ChosenSender,
            Recipients = Recipients.Count,
            NextAttemptAt = now,
            CreatedAt = now,
        };
        db.Messages.Add(message);
        db.Attachments.AddRange(Files.Select(file => file.For(message.Id, now)));
        db.MessageReferences.Add(new MessageReference { Header = header, MessageId = message.Id, TicketId = Ticket.Id, IsOurs = true });
        db.Outbox.Add(outbox);
        return (message, outbox);
    }
}
