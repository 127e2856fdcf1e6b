using System.Globalization;
using System.Text;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Customers;

/// <summary>Makes MIME of what a person writes, as mail programs do it.</summary>
internal static class LetterWriter
{
    /// <param name="world">The clock.</param>
    /// <param name="draws">What its ids are drawn from.</param>
    /// <param name="from">The writer's address.</param>
    /// <param name="letter">What was written.</param>
    /// <param name="parent">The mail it answers; null for a new one.</param>
    internal static byte[] Write(World world, SeededSequence draws, string from, Letter letter, MessageFacts? parent)
    {
        var id = draws.Identifier();
        var message = new MimeMessage { Date = world.Now, Subject = letter.Subject ?? (parent is null ? string.Empty : ReplySubject(parent.Subject)) };
        message.Headers.Replace(HeaderId.MessageId, $"<{id}@{from.Split('@')[^1]}>");
        message.From.Add(new MailboxAddress(letter.Name, from));
        message.To.AddRange(letter.To.Select(MailboxAddress.Parse));
        message.Cc.AddRange(letter.Cc.Select(MailboxAddress.Parse));
        if (parent?.InternetMessageId is { } answered)
        {
            // RFC 5322 §3.6.4
            message.Headers.Replace(HeaderId.InReplyTo, answered);
            message.Headers.Replace(HeaderId.References, string.Join(' ', parent.References.Append(answered)));
        }

        foreach (var (name, value) in letter.Headers)
        {
            message.Headers.Replace(name, value);
        }

        message.Body = Body(letter, id);
        message.Prepare(EncodingConstraint.SevenBit);
        return OutgoingMime.Write(message);
    }

    internal static string ReplySubject(string subject) =>
        subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";

    /// <summary>The answered text, each line after a bracket, under the line that says who wrote it.</summary>
    internal static string Quote(MessageFacts facts, string text)
    {
        var who = facts.From is [var from, ..] ? from.Name : "somebody";
        var when = facts.Date is { } date ? $"On {date.UtcDateTime.ToString("d MMM yyyy 'at' HH:mm", CultureInfo.InvariantCulture)} UTC, " : string.Empty;
        var quote = new StringBuilder($"\n\n{when}{who} wrote:\n");
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
        {
            quote.Append(line.StartsWith('>') ? ">" : "> ").Append(line).Append('\n');
        }

        return quote.ToString();
    }

    private static MimeEntity Body(Letter letter, string id)
    {
        MimeEntity text = new TextPart("plain") { Text = letter.Text.ReplaceLineEndings("\r\n") };
        if (letter.Html is { } html)
        {
            text = new MultipartAlternative { text, new TextPart("html") { Text = html } };
            text.ContentType.Boundary = $"_alternative_{id}";
        }

        if (letter.Files.Count == 0)
        {
            return text;
        }

        var mixed = new Multipart("mixed") { Boundary = $"_customer_{id}" };
        mixed.Add(text);
        foreach (var file in letter.Files)
        {
            mixed.Add(Part(file));
        }

        return mixed;
    }

    private static MimePart Part(LetterFile file) =>
        new(MimeKit.ContentType.TryParse(file.ContentType, out var type) ? type : new MimeKit.ContentType("application", "octet-stream"))
        {
            Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.Name,
        };
}
