using MimeKit;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>What Graph tells of a message without its body; read once from the raw bytes and kept.</summary>
public sealed record MessageFacts(
    string Subject,
    string? InternetMessageId,
    string? InReplyTo,
    IReadOnlyList<string> References,
    IReadOnlyList<MailAddress> From,
    IReadOnlyList<MailAddress> Sender,
    IReadOnlyList<MailAddress> To,
    IReadOnlyList<MailAddress> Cc,
    IReadOnlyList<MailAddress> Bcc,
    IReadOnlyList<MailAddress> ReplyTo,
    DateTimeOffset? Date,
    bool HasAttachments,
    string Importance,
    string MessageClass,
    bool WantsReadReceipt,
    bool WantsDeliveryReceipt)
{
    private const int PreviewLength = 255;

    private BodyPlace _body;

    /// <summary>The first characters of the text.</summary>
    public string Preview => _body.Preview(PreviewLength);

    internal IEnumerable<MailAddress> Recipients => To.Concat(Cc).Concat(Bcc);

    internal static MessageFacts Read(byte[] raw)
    {
        var message = Parse(raw);
        return new MessageFacts(
            message.Subject ?? string.Empty,
            Bracketed(message.MessageId),
            Bracketed(message.InReplyTo),
            message.References.Count == 0 ? [] : [.. message.References.Select(r => $"<{r}>")],
            Addresses(message.From),
            message.Sender is { } sender ? Addresses([sender]) : [],
            Addresses(message.To),
            Addresses(message.Cc),
            Addresses(message.Bcc),
            Addresses(message.ReplyTo),
            message.Headers.Contains(HeaderId.Date) && message.Date != DateTimeOffset.MinValue ? message.Date : null,
            message.BodyParts.Any(p => p is not TextPart { ContentType.MediaSubtype: "calendar" } && IsShown(p)),
            ImportanceOf(message),
            Mailboxes.MessageClass.Of(message),
            message.Headers.Contains(HeaderId.DispositionNotificationTo),
            message.Headers.Contains(HeaderId.ReturnReceiptTo))
        {
            _body = BodyPlace.Find(raw, message, PreviewLength),
        };
    }

    internal static MimeMessage Parse(byte[] raw)
    {
        try
        {
            using var stream = new MemoryStream(raw, writable: false);
            return MimeMessage.Load(stream);
        }
        catch (FormatException)
        {
            // Exchange takes any bytes for a mail; what cannot be read as one has no fields and no text.
            var unreadable = new MimeMessage();
            unreadable.Headers.Clear();
            return unreadable;
        }
    }

    /// <summary>The text of a mail that is nothing else, without reading its MIME; null for all others.</summary>
    internal string? TextOnly => _body.Text;

    internal bool IsPlain => _body.IsPlain;

    /// <summary>The body as Graph shows it: HTML where there is some, else text.</summary>
    internal static (string Type, string Content) Body(byte[] raw, bool preferText) => Body(Parse(raw), preferText);

    internal static (string Type, string Content) Body(MimeMessage message, bool preferText)
    {
        return message switch
        {
            { TextBody: { } text } when preferText => ("text", text),
            { HtmlBody: { } html } => preferText ? ("text", PlainText.FromHtml(html)) : ("html", html),
            { TextBody: { } text } => ("text", text),
            _ => ("text", string.Empty),
        };
    }

    /// <summary>The parts that are shown as attachments: everything but the text itself and the invitation.</summary>
    internal static IEnumerable<MimeEntity> Files(MimeMessage message)
    {
        var calendar = Mailboxes.MessageClass.Calendar(message);
        return message.BodyParts.Where(p => p is not TextPart { IsAttachment: false, FileName: null, ContentId: null } && p != calendar);
    }

    // Inline files do not count (resources/message, hasAttachments).
    private static bool IsShown(MimeEntity part) => part.IsAttachment || part is MessagePart;

    private static string ImportanceOf(MimeMessage message) => message.Importance switch
    {
        MessageImportance.High => "high",
        MessageImportance.Low => "low",
        _ => message.XPriority switch
        {
            XMessagePriority.Highest or XMessagePriority.High => "high",
            XMessagePriority.Low or XMessagePriority.Lowest => "low",
            _ => "normal",
        },
    };

    private static string? Bracketed(string? id) => string.IsNullOrEmpty(id) ? null : $"<{id}>";

    private static MailAddress[] Addresses(IEnumerable<InternetAddress> list) =>
        [.. Flat(list).Select(m => new MailAddress(string.IsNullOrEmpty(m.Name) ? m.Address : m.Name, m.Address))];

    private static IEnumerable<MailboxAddress> Flat(IEnumerable<InternetAddress> list) =>
        list.SelectMany(a => a is GroupAddress group ? Flat(group.Members) : [(MailboxAddress)a]);
}

/// <summary>A name and an address (RFC 5322 §3.4).</summary>
public sealed record MailAddress(string Name, string Address);
