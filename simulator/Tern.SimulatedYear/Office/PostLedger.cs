using Tern.MailEngine;

namespace Tern.SimulatedYear.Office;

/// <summary>Every mail of the year, by its Message-ID.</summary>
internal sealed class PostLedger
{
    private readonly Dictionary<string, Mail> _written = [];
    private readonly Dictionary<string, Mail> _replies = [];

    /// <summary>What customers wrote.</summary>
    internal IReadOnlyCollection<Mail> Written => _written.Values;

    /// <summary>What agents replied.</summary>
    internal IReadOnlyCollection<Mail> Replies => _replies.Values;

    /// <summary>Mail that came out and nobody put in, or into the wrong mailbox.</summary>
    internal List<string> Strange { get; } = [];

    internal void Write(Mail mail) => _written.Add(mail.MessageId, mail);

    internal void Reply(Mail mail) => _replies.Add(mail.MessageId, mail);

    /// <summary>A customer's mail became a message at the desk.</summary>
    internal void Arrived(MailboxId mailbox, string messageId, DateTimeOffset at) => Arrive(_written, mailbox, messageId, at);

    /// <summary>A reply reached its customer.</summary>
    internal void Received(string messageId, DateTimeOffset at) => Arrive(_replies, null, messageId, at);

    private void Arrive(Dictionary<string, Mail> mails, MailboxId? mailbox, string messageId, DateTimeOffset at)
    {
        if (!mails.TryGetValue(messageId, out var mail) || (mailbox is { } id && mail.Mailbox.Id != id))
        {
            Strange.Add(messageId);
            return;
        }

        mail.Copies++;
        mail.ArrivedAt ??= at;
    }
}

/// <summary>One mail, from when it was written.</summary>
/// <param name="Mailbox">To or from which mailbox.</param>
/// <param name="MessageId">Its Message-ID, without brackets.</param>
/// <param name="WrittenAt">When, by the true clock.</param>
internal sealed record Mail(YearMailbox Mailbox, string MessageId, DateTimeOffset WrittenAt)
{
    /// <summary>When its first copy was there.</summary>
    internal DateTimeOffset? ArrivedAt { get; set; }

    /// <summary>How many times it arrived.</summary>
    internal int Copies { get; set; }
}
