using Tern.Mail;

namespace Tern.Features.Administration;

/// <summary>All that Tern makes of one raw mail, in the stable form of <c>tern mail inspect</c> (docs/guide/mail-inspect.md).</summary>
public sealed record MailInspection
{
    public required string File { get; init; }

    public required Address? From { get; init; }

    public required IReadOnlyList<Address> ReplyTo { get; init; }

    public required IReadOnlyList<Address> To { get; init; }

    public required IReadOnlyList<Address> Cc { get; init; }

    public required IReadOnlyList<Address> DeliveredTo { get; init; }

    public required string Subject { get; init; }

    public required DateTimeOffset? Date { get; init; }

    public required string? MessageId { get; init; }

    public required IReadOnlyList<string> InReplyTo { get; init; }

    public required IReadOnlyList<string> References { get; init; }

    public required Address? Customer { get; init; }

    public required string Text { get; init; }

    public required string? Html { get; init; }

    public required Pair Reply { get; init; }

    public required Folded Rest { get; init; }

    public required IReadOnlyList<Attachment> Attachments { get; init; }

    /// <summary>The meeting it is about; null where it has no calendar part.</summary>
    public required Meeting? Invitation { get; init; }

    /// <summary>Addresses of pictures by which the sender would learn that the mail was read.</summary>
    public required IReadOnlyList<string> Trackers { get; init; }

    public required bool Encrypted { get; init; }

    /// <summary>It carries a signature of its author, which was not verified.</summary>
    public required bool HasSignature { get; init; }

    public required Verdict Automatic { get; init; }

    /// <summary>What our own server found out about the sender; null where no server that is trusted said anything.</summary>
    public required Sender? Authentication { get; init; }

    public required IReadOnlyList<Undelivered> Bounce { get; init; }

    /// <summary>The Message-ID of the mail that a bounce or complaint is about.</summary>
    public required string? Returned { get; init; }

    public required IReadOnlyList<Forwarding> Forwarded { get; init; }

    /// <summary>Why it would be set aside instead of becoming a message; null for nearly every mail.</summary>
    public required string? Quarantined { get; init; }

    public required IReadOnlyList<string> Problems { get; init; }

    internal static MailInspection Of(string file, IncomingMail mail) => new()
    {
        File = file,
        From = Address.Of(mail.From),
        ReplyTo = Address.All(mail.ReplyTo),
        To = Address.All(mail.To),
        Cc = Address.All(mail.Cc),
        DeliveredTo = Address.All(mail.DeliveredTo),
        Subject = mail.Subject,
        Date = mail.Date,
        MessageId = mail.MessageId,
        InReplyTo = mail.InReplyTo,
        References = mail.References,
        Customer = Address.Of(mail.Customer),
        Text = mail.Text,
        Html = mail.Html,
        Reply = new Pair(mail.VisibleText, mail.VisibleHtml ?? (mail.RestText.Length == 0 ? mail.Html : null)),
        Rest = new Folded(mail.RestText),
        Attachments = [.. mail.Attachments.Select(a => new Attachment(a.Name, a.ContentType, a.Size, a.Sha256, a.Md5, a.ContentId, a.IsInline))],
        Invitation = Meeting.Of(mail.Invitation),
        Trackers = mail.TrackingPixels,
        Encrypted = mail.IsEncrypted,
        HasSignature = mail.IsSigned,
        Automatic = new Verdict(mail.Automatic, mail.MayAutoReply, mail.AnswerObstacles),
        Authentication = mail.Authentication is { } found ? new Sender(found.Spf, found.Dkim, found.Dmarc, found.Composite, found.VouchesForSender) : null,
        Bounce = [.. mail.Bounces.Select(b => new Undelivered(b.Recipient, b.Status, b.ReplyCode, b.IsPermanent, b.Reason, b.Diagnostic))],
        Returned = mail.ReturnedMessageId,
        Forwarded = [.. mail.Forwarded.Select(f => new Forwarding(Address.Of(f.From), f.Subject, f.Date, f.MessageId, f.IsAttached))],
        Quarantined = mail.Unread,
        Problems = mail.Problems,
    };

    public sealed record Address(string? Name, string Email)
    {
        [System.Text.Json.Serialization.JsonPropertyName("address")]
        public string Email { get; init; } = Email;

        internal static Address? Of(MailAddress? address) => address is null ? null : new Address(address.Name, address.Address);

        internal static IReadOnlyList<Address> All(IReadOnlyList<MailAddress> addresses) => [.. addresses.Select(a => new Address(a.Name, a.Address))];
    }

    public sealed record Pair(string Text, string? Html);

    public sealed record Folded(string Text);

    public sealed record Attachment(string Name, string ContentType, long Size, string Sha256, string Md5, string? ContentId, bool Inline);

    public sealed record Meeting(
        string Method, string Summary, DateTimeOffset? Start, DateTimeOffset? End, bool AllDay, string Location, Address? Organizer, string? Answer, string? Uid)
    {
        internal static Meeting? Of(Invitation? found) => found is null ? null : new Meeting(
            found.Method, found.Summary, found.Start, found.End, found.IsAllDay, found.Location, Address.Of(found.Organizer), found.Answer, found.Uid);
    }

    public sealed record Verdict(AutomaticKind Kind, bool MayAnswer, IReadOnlyList<string> Reasons);

    public sealed record Sender(string? Spf, string? Dkim, string? Dmarc, string? Composite, bool Vouched);

    public sealed record Undelivered(string? Recipient, string? Status, int? ReplyCode, bool Permanent, FailureReason Reason, string? Diagnostic);

    public sealed record Forwarding(Address? From, string Subject, DateTimeOffset? Date, string? MessageId, bool Attached);
}
