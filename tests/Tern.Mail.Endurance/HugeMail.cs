using System.Text;

namespace Tern.Mail.Endurance;

/// <summary>Mails of which nearly all is one part. Each is made in one array of its own size, since what else is held would count as the reader's.</summary>
internal static class HugeMail
{
    internal const int Size = 20_000_000;

    private const string Sentence = "The parcel has not come, although it was sent on Monday; could you have a look, please?";

    internal static IReadOnlyList<string> Kinds { get; } =
        ["a file", "plain text", "plain text, quoted-printable", "plain text, base64", "HTML, styled paragraphs", "HTML, short paragraphs", "HTML, bare text", "HTML, base64", "HTML, pictures in it"];

    internal static byte[] Make(string kind, int size) => kind switch
    {
        "a file" => Fill(size, "multipart/mixed; boundary=b", "7bit", "--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b\r\nContent-Type: application/zip; name=all.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n", Letters(), "\r\n--b--\r\n"),
        "plain text" => Fill(size, "text/plain; charset=utf-8", "8bit", "", Sentence + " Grüße.\r\n", ""),
        "plain text, quoted-printable" => Fill(size, "text/plain; charset=utf-8", "quoted-printable", "", Sentence[..60] + "=\r\n Gr=C3=BC=C3=9Fe.\r\n", ""),
        "plain text, base64" => Fill(size, "text/plain; charset=utf-8", "base64", "", Convert.ToBase64String(Encoding.UTF8.GetBytes(Sentence[..55] + "\r\n")) + "\r\n", ""),
        "HTML, styled paragraphs" => Fill(size, "text/html; charset=utf-8", "8bit", "<html><body>", $"<p class=\"MsoNormal\"><span style=\"color:black\">{Sentence} {Sentence}</span></p>\r\n", "</body></html>"),
        "HTML, short paragraphs" => Fill(size, "text/html; charset=utf-8", "8bit", "<html><body>", $"<p>{Sentence[..24]}</p>\r\n", "</body></html>"),
        "HTML, bare text" => Fill(size, "text/html; charset=utf-8", "8bit", "<html><body>", Sentence + "\r\n", "</body></html>"),
        "HTML, base64" => Fill(size, "text/html; charset=utf-8", "base64", "", Convert.ToBase64String(Encoding.UTF8.GetBytes($"<p>{Sentence[..48]}</p>\r\n"[..57])) + "\r\n", ""),
        _ => Fill(size, "text/html; charset=utf-8", "8bit", "<html><body><p>Before.</p><img alt=\"\" src=\"data:image/png;base64,", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk", "\"><p>After.</p></body></html>"),
    };

    private static byte[] Fill(int size, string type, string encoding, string before, string repeated, string after)
    {
        var mail = new byte[size];
        var length = Encoding.UTF8.GetBytes($"From: Ann <ann@example.com>\r\nTo: support@example.com\r\nSubject: All of it\r\nDate: Mon, 2 Nov 2026 09:12:00 +0000\r\nMessage-ID: <all@example.com>\r\nContent-Type: {type}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{before}", mail);
        var block = Encoding.UTF8.GetBytes(repeated);
        var end = Encoding.UTF8.GetBytes(after);
        for (; length + block.Length + end.Length <= size; length += block.Length)
        {
            block.CopyTo(mail, length);
        }

        // What is left is shorter than a line and ends it.
        mail.AsSpan(length).Fill((byte)'\n');
        end.CopyTo(mail, length);
        return mail;
    }

    // A hundred lines as encoders break them (RFC 2045 §6.8).
    private static string Letters()
    {
        var content = new byte[57 * 100];
        new Random(20261128).NextBytes(content);
        return Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks) + "\r\n";
    }
}
