using System.Globalization;
using System.Text;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Customers;

/// <summary>A mail written on the customer's page. Replies thread as mail programs do it (RFC 5322 §3.6.4).</summary>
internal static class CustomerPost
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string address)
    {
        var form = UploadedForm.Read(request);
        var recipients = InternetAddressList.TryParse(form["to"] ?? string.Empty, out var list) ? list.Mailboxes.ToList() : [];
        if (recipients.Count == 0 || !MailboxAddress.TryParse(address, out var from))
        {
            return Html.Page(400, "Not sent", $"""<main><h1>Not sent</h1><p>The mail needs a sender and at least one recipient.</p><p><a href="{CustomerPages.Link(address)}/write">Back</a></p></main>""");
        }

        var raw = Compose(world, form, new MailboxAddress(form["name"], from.Address), recipients);
        foreach (var recipient in recipients)
        {
            Delivery.To(world, recipient.Address, from.Address, raw);
        }

        return SimulatedResponse.Empty(303).With("Location", CustomerPages.Link(address));
    }

    internal static string ReplyTo(MessageFacts facts, CustomerMail mail) =>
        facts.ReplyTo is [var wanted, ..] ? wanted.Address : facts.From is [var from, ..] ? from.Address : mail.EnvelopeFrom;

    internal static string ReplySubject(string subject) =>
        subject.StartsWith("Re:", StringComparison.OrdinalIgnoreCase) ? subject : $"Re: {subject}";

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

    private static byte[] Compose(World world, UploadedForm form, MailboxAddress from, IEnumerable<MailboxAddress> recipients)
    {
        var id = world.Random.Identifier();
        var message = new MimeMessage { Date = world.Now, Subject = form["subject"] ?? string.Empty };
        message.Headers.Replace(HeaderId.MessageId, $"<{id}@{from.Address.Split('@')[^1]}>");
        message.From.Add(from);
        message.To.AddRange(recipients);
        Thread(world, form, from.Address, message);
        var text = new TextPart("plain") { Text = (form["text"] ?? string.Empty).ReplaceLineEndings("\r\n") };
        if (form.Files.Count == 0)
        {
            message.Body = text;
        }
        else
        {
            var mixed = new Multipart("mixed") { Boundary = $"_customer_{id}" };
            mixed.Add(text);
            foreach (var file in form.Files)
            {
                mixed.Add(Part(file));
            }

            message.Body = mixed;
        }

        message.Prepare(EncodingConstraint.SevenBit);
        return OutgoingMime.Write(message);
    }

    private static MimePart Part(UploadedFile file) =>
        new(MimeKit.ContentType.TryParse(file.ContentType, out var type) ? type : new MimeKit.ContentType("application", "octet-stream"))
        {
            Content = new MimeContent(new MemoryStream(file.Content, writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = file.Name,
        };

    private static void Thread(World world, UploadedForm form, string address, MimeMessage message)
    {
        if (form["reply"] is { } number
            && world.State.Customers.TryGetValue(address.ToLowerInvariant(), out var inbox)
            && inbox.Find(m => $"{m.Number}" == number) is { } original
            && MessageFacts.Read(original.Raw) is { InternetMessageId: { } parent } facts)
        {
            message.Headers.Replace(HeaderId.InReplyTo, parent);
            message.Headers.Replace(HeaderId.References, string.Join(' ', facts.References.Append(parent)));
        }
    }
}
