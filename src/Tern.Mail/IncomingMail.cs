namespace Tern.Mail;

/// <summary>What a mail says, in the terms of a help desk.</summary>
public sealed record IncomingMail
{
    /// <summary>The author as the From header names it; null where there is no usable one.</summary>
    public MailAddress? From { get; init; }

    /// <summary>Where answers are wanted (Reply-To); empty where the mail does not say.</summary>
    public IReadOnlyList<MailAddress> ReplyTo { get; init; } = [];

    /// <summary>The person behind the mail: Reply-To, then the original sender a group or forwarder noted, then From.</summary>
    public MailAddress? Customer { get; init; }

    public IReadOnlyList<MailAddress> To { get; init; } = [];

    public IReadOnlyList<MailAddress> Cc { get; init; } = [];

    /// <summary>Every address the headers say it was delivered or forwarded to, beyond To and Cc (Delivered-To, X-Forwarded-To, X-Original-To …).</summary>
    public IReadOnlyList<MailAddress> DeliveredTo { get; init; } = [];

    /// <summary>The subject, decoded and unfolded; empty where there is none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When the sender says it was sent. Not verified, may lie in the future.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The Message-ID without angle brackets; null where missing or empty.</summary>
    public string? MessageId { get; init; }

    /// <summary>The ids of the mails this one answers, without angle brackets; the first counts.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>The thread, oldest first, without angle brackets (RFC 5322 §3.6.4).</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>
    /// What In-Reply-To, References, a returned mail and the addresses it went to say of tickets, in the form that <see cref="ReplyTokens"/> gives them. Anybody
    /// can write such a form: they prove nothing before <see cref="ReplyTokens.Proves"/> has looked. At most 20.
    /// </summary>
    public IReadOnlyList<TicketToken> TicketTokens { get; init; } = [];

    /// <summary>The best plain text of the whole mail, made from its HTML where it has no text part.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the person wrote now, without quotes and signature. Never empty where <see cref="Text"/> is not.</summary>
    public string VisibleText { get; init; } = "";

    /// <summary>The visible reply as safe HTML; null where the mail has no HTML, or none of it is a quote, or all of it.</summary>
    public string? VisibleHtml { get; init; }

    /// <summary>What <see cref="Text"/> has beyond <see cref="VisibleText"/>: quotes and signature. Shown folded, never thrown away.</summary>
    public string RestText { get; init; } = "";

    /// <summary>The mails this one passes on.</summary>
    public IReadOnlyList<ForwardedMail> Forwarded { get; init; } = [];

    /// <summary>The HTML, made safe by <see cref="SafeHtml"/>; null for plain mails.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Whether a machine wrote it, and of which kind.</summary>
    public AutomaticKind Automatic { get; init; }

    /// <summary>Whether an automatic answer may be sent at all (RFC 3834 §2). The desk has further reasons not to.</summary>
    public bool MayAutoReply => AnswerObstacles.Count == 0;

    /// <summary>Every reason why no automatic answer may be sent, in English, each with its header or standard.</summary>
    public IReadOnlyList<string> AnswerObstacles { get; init; } = [];

    /// <summary>Of a bounce, the Message-ID of the mail that came back, without brackets; null where it is not told.</summary>
    public string? ReturnedMessageId { get; init; }

    /// <summary>Of a bounce, every recipient who did not get the mail; empty for other mail.</summary>
    public IReadOnlyList<BouncedRecipient> Bounces { get; init; } = [];

    /// <summary>What our own server found out about the sender; null where no server that is trusted said anything.</summary>
    public AuthenticationVerdict? Authentication { get; init; }

    /// <summary>The meeting it invites to, changes, cancels or answers; null where it has no calendar part.</summary>
    public Invitation? Invitation { get; init; }

    /// <summary>The addresses of remote pictures by which the sender would learn that the mail was read.</summary>
    public IReadOnlyList<string> TrackingPixels { get; init; } = [];

    /// <summary>It carries a signature of its author (S/MIME or OpenPGP), which nobody has verified.</summary>
    public bool IsSigned { get; init; }

    /// <summary>It was encrypted, and what can be read is only the envelope.</summary>
    public bool IsEncrypted { get; init; }

    /// <summary>
    /// Why the mail must be set aside with its source: it is over a limit, and a part of it was left out, or it could not be parsed. Null for nearly every mail.
    /// </summary>
    public string? Unread { get; init; }

    /// <summary>What had to be guessed or left out, in English, for the person who asks why a mail looks odd.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
