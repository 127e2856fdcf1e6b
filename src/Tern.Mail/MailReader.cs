using System.Text;
using MimeKit;
using Tern.Mail.Bounces;
using Tern.Mail.Reading;
using Tern.Mail.Visible;

namespace Tern.Mail;

/// <summary>
/// Understands a mail. Any bytes give a result: what cannot be read is named in <see cref="IncomingMail.Problems"/>.
/// Time and memory are bounded by the size of the mail, its depth and its number of parts by <see cref="Limits"/>.
/// </summary>
public static class MailReader
{
    internal const string TooLarge = "The mail is larger than can be read; the rest was left out.";
    private static readonly MailReaderOptions NothingOwn = new();
    private static readonly string[] NobodyToAnswer = ["It names no sender who could be answered."];

    /// <summary>
    /// Reads the whole stream, up to <see cref="Limits.MailBytes"/>. Of a large mail in a stream that can seek only what is shown of it is held; its files are read from
    /// there when they are opened, so that it must stay open while they may be, and one is read at a time.
    /// </summary>
    /// <exception cref="IOException">The stream could not be read.</exception>
    public static IncomingMail Read(Stream raw, MailReaderOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(raw);
        if (raw is MemoryStream memory && memory.TryGetBuffer(out var buffer))
        {
            var rest = buffer.AsMemory((int)Math.Min(memory.Position, memory.Length));
            memory.Position = memory.Length;
            return Read(rest, options);
        }

        if (raw.CanSeek && raw.Length - raw.Position > Limits.HeldMailBytes && LargeMail.Open(raw) is { } large)
        {
            return Read(large.Bytes, large.Problems, options);
        }

        using var copy = new MemoryStream(raw.CanSeek ? (int)Math.Clamp(raw.Length - raw.Position, 0, Limits.MailBytes) : 16 * 1024);
        var block = new byte[81920];
        int read;
        while (copy.Length < Limits.MailBytes && (read = raw.Read(block)) > 0)
        {
            copy.Write(block, 0, read);
        }

        return Read(copy.GetBuffer().AsMemory(0, (int)copy.Length), options);
    }

    /// <summary>Reads a mail already in memory. The bytes must not change while the result is in use.</summary>
    public static IncomingMail Read(ReadOnlyMemory<byte> raw, MailReaderOptions? options = null)
    {
        var problems = new ProblemList();
        var source = raw.Length > Limits.MailBytes ? raw[..Limits.MailBytes] : raw;
        if (source.Length != raw.Length)
        {
            problems.AddUnread(TooLarge);
        }

        return Read(new HeldMail(RawMail.Prepare(source, problems)), problems, options);
    }

    private static IncomingMail Read(MailBytes bytes, ProblemList problems, MailReaderOptions? options)
    {
        // The one guard of this library: MimeKit and AngleSharp are large parsers fed by strangers. A mail that trips them is shown raw.
        try
        {
            var mail = Understand(bytes, problems, options ?? NothingOwn);
            return bytes.Failure is null ? mail : throw bytes.Failure; // also where a parser of a part took it for the mail's fault
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && bytes.Failure is null)
        {
            problems.AddUnread($"The mail could not be parsed ({exception.GetType().Name}); its source is shown instead.");
            return Fallback(bytes, problems);
        }
    }

    private static IncomingMail Understand(MailBytes bytes, ProblemList problems, MailReaderOptions options)
    {
        if (bytes.Length == 0)
        {
            problems.Add("The mail is empty.");
            return new IncomingMail { AnswerObstacles = NobodyToAnswer, Problems = problems.ToList() };
        }

        using var stream = new SourceStream(bytes);
        var parser = new MimeParser(RawMail.Options, stream, MimeFormat.Entity, persistent: true);
        var attached = new AttachedMails(stream);
        attached.Watch(parser);
        using var message = parser.ParseMessage();
        var hint = Charsets.Hint(message);
        var headers = new HeaderReader(message.Headers, problems, hint);
        var content = ContentReader.Read(message, attached, problems, hint);
        var from = headers.Mailbox("From") ?? headers.Mailbox("Sender");
        if (from is null)
        {
            problems.Add("The mail names no usable sender.");
        }

        var to = headers.Mailboxes("To");
        var replyTo = headers.Mailboxes("Reply-To").Where(m => m.Address.Contains('@', StringComparison.Ordinal)).ToList();
        var messageId = headers.MessageId();
        var kind = IsOwn(messageId, options) ? AutomaticKind.OwnNotification : AutomaticMail.Judge(headers, message, content.Text, options.Tokens);
        var notice = kind == AutomaticKind.OwnNotification ? null : ExchangeMail.Judge(headers, message, content.Text);
        kind = notice?.Kind ?? kind;
        var forwarded = kind is AutomaticKind.Bounce or AutomaticKind.Complaint or AutomaticKind.Receipt ? [] : ForwardedMails.Find(message, content.Text);
        var (cc, deliveredTo) = (headers.Mailboxes("Cc"), headers.DeliveredTo());
        var (inReplyTo, references) = (headers.Ids("In-Reply-To"), headers.Ids("References"));
        var returned = kind is AutomaticKind.Bounce or AutomaticKind.Complaint ? ReturnedMail.MessageId(message, content.Text) : null;
        bool IsOurs(MailAddress address) => options.OwnAddresses.Contains(address.Normalized) || options.OwnAddresses.Contains(ReplyTokens.WithoutTicket(address.Normalized));
        var customer = Customer(from, headers.Customer(from, replyTo.Count > 0 ? replyTo[0] : null, to, IsOurs), forwarded, IsOurs);
        return new IncomingMail
        {
            From = from,
            ReplyTo = replyTo,
            Customer = customer,
            To = to,
            Cc = cc,
            DeliveredTo = deliveredTo,
            Subject = headers.Text("Subject") ?? "",
            Date = headers.Date(),
            MessageId = messageId,
            InReplyTo = inReplyTo,
            References = references,
            TicketTokens = TicketTokens(inReplyTo.Concat(references).Append(returned), to.Concat(cc).Concat(deliveredTo)),
            Text = content.Text,
            VisibleText = content.VisibleText,
            VisibleHtml = content.VisibleHtml,
            RestText = RestOfText.Of(content.Text, content.VisibleText),
            Html = content.Html,
            Attachments = content.Attachments,
            Forwarded = forwarded,
            IsEncrypted = content.IsEncrypted,
            IsSigned = content.IsSigned,
            Invitation = content.Invitation,
            TrackingPixels = content.TrackingPixels,
            Authentication = AuthenticationResults.Find(message, from, options),
            Bounces = kind == AutomaticKind.Bounce ? BounceReader.Read(message, headers, content.Text) : [],
            ReturnedMessageId = returned,
            Automatic = kind,
            Unread = problems.Unread,
            AnswerObstacles = AnswerVerdict.Obstacles(headers, from, customer, kind, notice),
            Problems = problems.ToList(),
        };
    }

    // Whoever of us passes a mail on is not the customer; the one who wrote it is.
    private static MailAddress? Customer(MailAddress? from, MailAddress? named, IReadOnlyList<ForwardedMail> forwarded, Func<MailAddress, bool> isOurs) =>
        from is not null && isOurs(from) && forwarded is [{ From: { } writer }] && writer.Address.Contains('@', StringComparison.Ordinal) ? writer : named;

    private static IReadOnlyList<TicketToken> TicketTokens(IEnumerable<string?> ids, IEnumerable<MailAddress> addresses) =>
        [.. ids.Select(ReplyTokens.InMessageId).Concat(addresses.Select(address => ReplyTokens.InAddress(address.Address))).OfType<TicketToken>().Distinct().Take(Limits.TicketTokens)];

    private static bool IsOwn(string? messageId, MailReaderOptions options) =>
        messageId is not null && messageId.LastIndexOf('@') is > 0 and var at && options.OwnMessageIdDomains.Contains(messageId[(at + 1)..].ToLowerInvariant());

    private static IncomingMail Fallback(MailBytes bytes, ProblemList problems)
    {
        var shown = bytes.Hold(0, Math.Min(bytes.Length, Limits.FallbackBytes)).Span;
        var text = Charsets.Tidy(Encoding.Latin1.GetString(shown));
        return new IncomingMail { Text = text, VisibleText = text, AnswerObstacles = NobodyToAnswer, Unread = problems.Unread, Problems = problems.ToList() };
    }
}
