using System.Text;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>Writes the headers of an outgoing mail; every value is one line of text, never structure (RFC 5322 §2.2).</summary>
internal static class HeaderWriter
{
    internal static void Write(MimeMessage message, OutgoingMail mail)
    {
        var id = MessageIds.Normalize(mail.MessageId) ?? throw new ArgumentException("The Message-ID is empty.", nameof(mail));
        message.From.Add(Mailbox(mail.From));
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(Mailbox(replyTo));
        }

        message.To.AddRange(mail.To.Select(Mailbox));
        message.Cc.AddRange(mail.Cc.Select(Mailbox));
        message.Bcc.AddRange(mail.Bcc.Select(Mailbox));
        message.Subject = HeaderText.Unfold(mail.Subject);
        message.Date = mail.Date;
        message.MessageId = id;
        if (MessageIds.Normalize(mail.InReplyTo) is { } parent)
        {
            message.InReplyTo = parent;
        }

        foreach (var reference in References(mail))
        {
            message.References.Add(reference);
        }

        if (mail.IsAutomatic)
        {
            // RFC 3834 §5; the second is what Exchange and Outlook understand.
            message.Headers.Add("Auto-Submitted", "auto-generated");
            message.Headers.Add("X-Auto-Response-Suppress", "All");
        }
    }

    /// <summary>RFC 5322 §3.6.4: the parent's references and the parent; of more than 20 the first and the latest.</summary>
    internal static IReadOnlyList<string> References(OutgoingMail mail)
    {
        var ids = mail.References.Append(mail.InReplyTo ?? "").Select(MessageIds.Normalize).OfType<string>().ToList();
        for (var i = ids.Count - 1; i > 0; i--)
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

    private static MailboxAddress Mailbox(MailAddress address)
    {
        var spec = HeaderText.Unfold(address.Address).Replace(" ", "", StringComparison.Ordinal);
        if (spec.Length == 0 || spec.IndexOfAny(['<', '>', ',', ';']) >= 0 || !MailboxAddress.TryParse(spec, out var mailbox))
        {
            throw new ArgumentException("An address is not usable.", nameof(address));
        }

        var name = HeaderText.Unfold(address.Name ?? "");
        return name.Length == 0 ? mailbox : new MailboxAddress(Encoding.UTF8, name, mailbox.Address);
    }
}
