using Tern.Data.Blobs;
using Tern.Features.Identity;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>One thing said in a ticket.</summary>
internal sealed class Message
{
    private const int PreviewLength = 160;

    public required MessageId Id { get; init; }

    public required TicketId TicketId { get; init; }

    /// <summary>Its place in the ticket, from 1.</summary>
    public int Position { get; internal set; }

    public required MessageKind Kind { get; init; }

    /// <summary>The agent who wrote it, here or by mail; null for what customers and machines wrote.</summary>
    public AgentId? AuthorId { get; init; }

    public required string FromName { get; init; }

    public required string FromAddress { get; init; }

    /// <summary>Where an answer goes: Reply-To or an original sender, else From.</summary>
    public string? AnswerTo { get; init; }

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>Who got it unseen by the others; shown to agents only.</summary>
    public IReadOnlyList<MailAddress> Bcc { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>Message-ID without angle brackets; for our own mail assigned before the first attempt to send.</summary>
    public string? MessageIdHeader { get; init; }

    public string? InReplyTo { get; init; }

    /// <summary>Ids of the thread, oldest first, separated by spaces.</summary>
    public string References { get; init; } = "";

    /// <summary>What was written now, without quotes and signature.</summary>
    public required string VisibleText { get; init; }

    /// <summary>The whole text, where it says more than <see cref="VisibleText"/>.</summary>
    public string? FullText { get; init; }

    /// <summary>Sanitised HTML; null for plain mails and for what agents write.</summary>
    public string? Html { get; init; }

    /// <summary>The mail as it came.</summary>
    public BlobId? Raw { get; init; }

    /// <summary>A hash over sender, subject, texts and files: tells a second copy from a second mail with the same Message-ID.</summary>
    public string? Fingerprint { get; init; }

    public AutomaticKind Automatic { get; init; }

    /// <summary>It says to come from an agent, and nothing vouches for that.</summary>
    public bool IsSenderDoubtful { get; init; }

    /// <summary>The meeting the mail is about.</summary>
    public Invitation? Invitation { get; init; }

    /// <summary>How many pictures would have told the sender that the mail was read.</summary>
    public int TrackingPixels { get; init; }

    /// <summary>Signed by its author; nobody has verified it.</summary>
    public bool IsSigned { get; init; }

    /// <summary>Only its envelope can be read.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>The provider's own id of the thread, a hint.</summary>
    public string? ConversationId { get; init; }

    /// <summary>Somebody wrote it in the mailbox itself, past Tern.</summary>
    public bool IsWrittenInMailbox { get; init; }

    /// <summary>Of a forward: the message that it passes on.</summary>
    public MessageId? ForwardOfId { get; init; }

    /// <summary>Somebody wrote it whom the ticket was passed on to, and not the customer: an answer does not go there by itself.</summary>
    public bool IsOfThirdParty { get; init; }

    public MailboxId? MailboxId { get; init; }

    /// <summary>The provider's own id of the mail in that mailbox.</summary>
    public string? ProviderId { get; init; }

    /// <summary>When it was received or written, as far as can be trusted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it became part of the ticket.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    public bool HasFiles { get; init; }

    internal string FirstLine()
    {
        var text = VisibleText.AsSpan().TrimStart();
        var end = text.IndexOfAny('\r', '\n');
        var line = (end < 0 ? text : text[..end]).TrimEnd();
        if (line.Length <= PreviewLength)
        {
            return line.ToString();
        }

        // Not between the halves of a surrogate pair.
        var cut = char.IsHighSurrogate(line[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return line[..cut].ToString();
    }
}
