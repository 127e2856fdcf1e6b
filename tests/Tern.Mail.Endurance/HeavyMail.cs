using System.Text;

namespace Tern.Mail.Endurance;

/// <summary>Mails made to cost more than they are: deep, many-parted, long-headed, and markup that stands for more than itself.</summary>
internal static class HeavyMail
{
    internal const int Kinds = 13;

    internal static byte[] Make(int number)
    {
        var scale = (number / Kinds % 5) + 1;
        var mail = new StringBuilder("From: a@example.com\r\nTo: b@example.com\r\nSubject: heavy\r\n");
        switch (number % Kinds)
        {
            case 0:
                Nested(mail, 400 * scale, i => $"Content-Type: multipart/mixed; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n");
                break;
            case 1:
                Nested(mail, 400 * scale, _ => "Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n");
                break;
            case 2:
                Parts(mail, 20_000 * scale, "Content-Type: text/plain\r\n\r\nx\r\n");
                break;
            case 3:
                mail.Append("X-Long: ").Append('a', 2_000_000 * scale).Append("\r\n\r\nbody\r\n");
                break;
            case 4:
                for (var i = 0; i < 40_000 * scale; i++)
                {
                    mail.Append("References: <").Append(i).Append("@example.com>\r\n");
                }

                mail.Append("\r\nbody\r\n");
                break;
            case 5:
                Html(mail, string.Concat(Enumerable.Repeat("<div><b><i>", 20_000 * scale)));
                break;
            case 6:
                Html(mail, string.Concat(Enumerable.Repeat("<table><tr><td>", 10_000 * scale)));
                break;
            case 7:
                mail.Append("\r\n").Append(string.Concat(Enumerable.Repeat("> > > On Mon, Jan 5, 2026 at 9:00 AM Ann <ann@example.com> wrote\r\n", 10_000 * scale)));
                break;
            case 8:
                mail.Append("Cc: ").Append(string.Join(",\r\n ", Enumerable.Range(0, 20_000 * scale).Select(i => $"\"N {i}\" <n{i}@example.com>"))).Append("\r\n\r\nbody\r\n");
                break;
            case 9:
                Signed(mail, i => i < 40 ? Wrapped : null, new string('x', 100_000 * scale));
                break;
            case 10:
                Signed(mail, i => i == 0 ? Wrapped : null, "Content-Type: multipart/mixed; boundary=s\r\n\r\n" + string.Concat(Enumerable.Repeat("--s\r\n\r\nx\r\n", 60_000 * scale)));
                break;
            case 11:
                mail.Append("Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n")
                    .Append(string.Concat(Enumerable.Repeat(" " + new string('y', 1500) + "\r\n", 900 * scale))).Append("END:VEVENT\r\n");
                break;
            default:
                mail.Append("Content-Type: multipart/report; report-type=delivery-status; boundary=r\r\n\r\n--r\r\nContent-Type: message/delivery-status\r\n\r\n");
                for (var i = 0; i < 10_000 * scale; i++)
                {
                    mail.Append("Final-Recipient: rfc822; u").Append(i).Append("@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n");
                }

                mail.Append("--r--\r\n");
                break;
        }

        return Encoding.Latin1.GetBytes(mail.ToString());
    }

    private static void Nested(StringBuilder mail, int depth, Func<int, string> level)
    {
        for (var i = 0; i < depth; i++)
        {
            mail.Append(level(i));
        }

        mail.Append("Content-Type: text/plain\r\n\r\nhello\r\n");
    }

    private static void Parts(StringBuilder mail, int count, string part)
    {
        mail.Append("Content-Type: multipart/mixed; boundary=p\r\n\r\n");
        for (var i = 0; i < count; i++)
        {
            mail.Append("--p\r\n").Append(part);
        }

        mail.Append("--p--\r\n");
    }

    private static void Html(StringBuilder mail, string markup) => mail.Append("Content-Type: text/html\r\n\r\n").Append(markup).Append("\r\n");

    private const string Wrapped = "Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n";

    /// <summary>S/MIME wrappers around one another: ASN.1 of signed data without any signer (RFC 5652 §5.1), which needs no key.</summary>
    private static void Signed(StringBuilder mail, Func<int, string?> wrapper, string content)
    {
        var inner = Encoding.Latin1.GetBytes(content);
        for (var i = 0; wrapper(i) is { } head; i++)
        {
            var signed = new Org.BouncyCastle.Cms.CmsSignedDataGenerator().Generate(new Org.BouncyCastle.Cms.CmsProcessableByteArray(inner), encapsulate: true).GetEncoded();
            inner = Encoding.Latin1.GetBytes(head + Convert.ToBase64String(signed, Base64FormattingOptions.InsertLineBreaks) + "\r\n");
            if (inner.Length > 6_000_000)
            {
                break;
            }
        }

        mail.Append(Encoding.Latin1.GetString(inner));
    }
}
