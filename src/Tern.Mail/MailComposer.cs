using MimeKit;
using Tern.Mail.Composing;

namespace Tern.Mail;

/// <summary>Writes mail (RFC 5322, RFC 2045-2049) strictly, whatever was put into it.</summary>
public static class MailComposer
{
    /// <summary>How many references a mail carries at most: the first, which names the thread, and the latest.</summary>
    public const int MaxReferences = 20;

    /// <summary>
    /// Composes a mail of at most <paramref name="maxBytes"/>. Attachments that do not fit are named in
    /// <see cref="ComposedMail.ForUpload"/>; pictures the HTML shows are placed first, then files in their order.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// An address is unusable or only for servers with SMTPUTF8 (the message names it), the Message-ID is, or the mark that an automatic mail needs.
    /// </exception>
    public static ComposedMail Compose(OutgoingMail mail, long maxBytes)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        var body = MailBody.Texts(mail, out var size);
        var (within, forUpload) = Packing.Choose(mail.Attachments, maxBytes - size - Packing.HeaderReserve);
        using var message = new MimeMessage { Body = MailBody.WithFiles(body, mail.Html, within) };
        message.Headers.Clear();
        HeaderWriter.Write(message, mail);
        using var target = new MemoryStream((int)Math.Min(int.MaxValue / 2, size + within.Sum(a => a.Size) * 14 / 10 + Packing.HeaderReserve));
        message.WriteTo(WireFormat.Options, target);
        return new ComposedMail(target.GetBuffer().AsMemory(0, (int)target.Length), [.. forUpload.Select(file => MailBody.Named(file, mail.Html))])
        {
            Within = [.. within.Select(file => MailBody.Named(file, mail.Html))],
        };
    }
}
