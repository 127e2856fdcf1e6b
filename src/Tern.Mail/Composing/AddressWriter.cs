using System.Text;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>Addresses as every server takes them: one addr-spec each (RFC 5322 §3.4.1), domains in ASCII (RFC 5890).</summary>
internal static class AddressWriter
{
    /// <summary>RFC 5321 §4.5.3.1: 64 before the @ and 255 after it. Reply tokens of big senders are longer than 64, so the whole counts.</summary>
    private const int MaxLength = 320;

    /// <exception cref="ArgumentException">It is no address, or one that only servers with SMTPUTF8 take (RFC 6531); the message names it.</exception>
    internal static MailboxAddress Write(MailAddress address)
    {
        var spec = HeaderText.Unfold(address.Address).Replace(" ", "", StringComparison.Ordinal);
        if (spec.IndexOfAny(['<', '>', ',', ';']) >= 0 || spec.LastIndexOf('@') is var at && (at <= 0 || at == spec.Length - 1) || !MailboxAddress.TryParse(spec, out var mailbox))
        {
            throw Unusable(spec, "is not an address (RFC 5322 §3.4.1)");
        }

        if (!Ascii.IsValid(spec.AsSpan(0, at)))
        {
            // RFC 6532 writes such addresses as they are, and a server without SMTPUTF8 refuses the mail or spoils them; only the domain has a form in ASCII.
            throw Unusable(spec, "has letters beyond ASCII before the @, which mail can carry only between servers with SMTPUTF8 (RFC 6531)");
        }

        var encoded = MailboxAddress.EncodeAddrspec(mailbox.Address);
        if (!Ascii.IsValid(encoded))
        {
            throw Unusable(spec, "has a domain that cannot be written in ASCII (RFC 5891)");
        }

        if (encoded.Length > MaxLength)
        {
            throw Unusable(spec[..60] + "…", "is longer than an address can be (RFC 5321 §4.5.3.1)");
        }

        var name = HeaderText.Unfold(address.Name ?? "");
        return name.Length == 0 ? new MailboxAddress(null, encoded) : new MailboxAddress(Encoding.UTF8, name, encoded);
    }

    private static ArgumentException Unusable(string address, string why) => new($"\"{address}\" {why}.", nameof(address));
}
