using System.Text;

namespace Tern.Mail.Tests.Reading;

/// <summary>Builds mails no careful program would write: text as Latin-1, so that each character is a byte.</summary>
internal static class Strange
{
    internal const string Sender = "From: Ann <ann@example.com>\nTo: desk@example.org\nDate: Mon, 6 Jul 2026 09:30:00 +0200\nMessage-ID: <1@example.com>\n";

    /// <summary>The bytes of a text in an old character set, as characters.</summary>
    internal static string In(string charset, string text) => Encoding.Latin1.GetString((charset is "shift_jis" ? Encoding.GetEncoding(932) : Encoding.GetEncoding(charset)).GetBytes(text));

    internal static string Base64(string bytes) => Convert.ToBase64String(Encoding.Latin1.GetBytes(bytes));

    internal static IncomingMail Raw(string bytes) => MailReader.Read(Encoding.Latin1.GetBytes(bytes));

    /// <summary>A mail with these headers beside the usual ones.</summary>
    internal static IncomingMail WithHeaders(string headers, string body = "Hello\n") => Raw(Sender + headers + "\n\n" + body);

    /// <summary>A mail with one body part of this type and encoding.</summary>
    internal static IncomingMail WithBody(string type, string body, string encoding = "8bit") =>
        Raw($"{Sender}Subject: s\nMIME-Version: 1.0\nContent-Type: {type}\nContent-Transfer-Encoding: {encoding}\n\n{body}");

    /// <summary>A text with one file whose headers these are.</summary>
    internal static IncomingMail WithFile(string headers, string body = "aGVsbG8=") =>
        Raw($"{Sender}Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n{headers}\n\n{body}\n--b--\n");

    internal static IncomingMail WithParts(string type, params string[] parts) =>
        Raw($"{Sender}Subject: s\nContent-Type: {type}; boundary=b\n\n" + string.Concat(parts.Select(p => $"--b\n{p}\n")) + "--b--\n");

    internal static string Html(string markup) => WithBody("text/html; charset=utf-8", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(markup))).Text;
}
