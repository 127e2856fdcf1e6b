using System.Text;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>Writes the headers of an outgoing mail; every value is one line of text, never structure (RFC 5322 §2.2).</summary>
internal static class HeaderWriter
{
    internal static void Write(MimeMessage message, OutgoingMail mail)
    {
        var id = Id(mail.MessageId) ?? throw new ArgumentException("The Message-ID is empty or not in ASCII.", nameof(mail));
        message.From.Add(AddressWriter.Write(mail.From));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(AddressWriter.Write(replyTo));
        }

        message.To.AddRange(mail.To.Select(AddressWriter.Write));
        message.Cc.AddRange(mail.Cc.Select(AddressWriter.Write));
        message.Bcc.AddRange(mail.Bcc.Select(AddressWriter.Write));
        message.Subject = HeaderText.Unfold(mail.Subject);
        message.Date = mail.Date;
        message.MessageId = id;
        if (Id(mail.InReplyTo) is { } parent)
        {
            message.InReplyTo = parent;
        }

        foreach (var reference in References(mail))
        {
            message.References.Add(reference);
        }

        AutomaticHeaders.Write(message.Headers, mail);
    }

    /// <summary>RFC 5322 §3.6.4: the parent's references and the parent; of more than 20 the first and the latest.</summary>
    internal static IReadOnlyList<string> References(OutgoingMail mail)
    {
        var ids = mail.References.Append(mail.InReplyTo ?? "").Select(Id).OfType<string>().ToList();
        for (var i = ids.Count - 1; i >= 0; i--)
        {
            // The latest mention counts, so that the parent stays last.
            if (ids.LastIndexOf(ids[i]) != i)
            {
                ids.RemoveAt(i);
            }
        }

        if (ids.Count > MailComposer.MaxReferences)
        {
            ids = [ids[0], .. ids[^(MailComposer.MaxReferences - 1)..]];
        }

        return ids;
    }

    // What came with raw 8-bit text cannot be said again in ASCII, and a mail without one of its ids still finds its thread by the others.
    private static string? Id(string? id) => MessageIds.Normalize(id) is { } usable && Ascii.IsValid(usable) ? usable : null;
}
