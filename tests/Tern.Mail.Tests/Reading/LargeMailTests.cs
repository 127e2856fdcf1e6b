using System.Text;

namespace Tern.Mail.Tests.Reading;

/// <summary>A large mail gives the same whether it is in memory or read where it lies.</summary>
public sealed class LargeMailTests
{
    private const string Headers = "From: Ann <ann@example.com>\r\nTo: support@example.com\r\nSubject: A large one\r\nMessage-ID: <large@example.com>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
    private const string Text = "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nGrüße von Ann.\r\n";
    private const string End = "--b--\r\n";

    public static TheoryData<string, string> Mails => new()
    {
        { "a file", Headers + Text + File("application/zip", "base64", Base64()) + End },
        { "a file without its padding", Headers + Text + File("application/zip", "base64", Base64()[..^7] + "\r\n") + End },
        { "a file with words behind its end", Headers + Text + File("application/zip", "base64", Base64().TrimEnd() + "==\r\nSent by a list\r\n") + End },
        { "a file that is no base64", Headers + Text + File("application/zip", "base64", Words(5)) + End },
        { "a file of words", Headers + Text + File("text/csv", "8bit", Words(5)) + End },
        { "a file with soft breaks", Headers + Text + File("text/csv", "quoted-printable", Words(5).Replace("line\r\n", "line=\r\n", StringComparison.Ordinal)) + End },
        { "a file with soft breaks that were broken", Headers + Text + File("text/csv", "quoted-printable", Words(5).Replace("line\r\n", "line= \r\n", StringComparison.Ordinal)) + End },
        { "a file in uuencode", Headers + Text + File("application/octet-stream", "x-uuencode", "begin 644 a.bin\r\n" + string.Concat(Enumerable.Repeat("M" + new string('A', 60) + "\r\n", 80_000)) + "`\r\nend\r\n") + End },
        { "an attached mail", Headers + Text + "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: Ben <ben@example.com>\r\nSubject: Inside\r\n\r\n" + Words(5) + End },
        { "lines before the headers", "\uFEFF\r\n>From ann Mon Nov 2 2026\r\nlost line\r\n" + Headers + Text + File("application/zip", "base64", Base64()) + End },
        { "folds that lost their white space", "From: Ann\r\n<ann@example.com>\r\nSubject: Folded\r\nContent-Type: multipart/mixed;\r\nboundary=b\r\n\r\n" + Text + File("application/zip", "base64", Base64()) + End },
        { "a header beyond measure", "X-Long: " + new string('x', 100_000) + "\r\n" + Headers + Text + File("application/zip", "base64", Base64()) + End },
        { "headers that never end", string.Concat(Enumerable.Repeat("X-More: " + new string('x', 70) + "\r\n", 70_000)) },
        { "doubled line ends", (Headers + Text + File("application/zip", "base64", Base64()) + End).Replace("\r\n", "\r\r\n", StringComparison.Ordinal) },
        { "line ends of an old Mac", (Headers + Text + File("application/zip", "base64", Base64()) + End).Replace("\r\n", "\r", StringComparison.Ordinal) },
        { "more parts than are read", Headers + Text + string.Concat(Enumerable.Repeat(File("text/plain", "7bit", Words(0)), 11_000)) + Words(3) + End },
        { "a text beyond measure", "From: ann@example.com\r\nContent-Type: text/plain\r\n\r\n" + Words(20) },
        { "a text beyond measure, encoded", "From: ann@example.com\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + Base64(40) },
        { "markup beyond measure", "From: ann@example.com\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>" + Words(12) + "</p>" },
        { "no end", Headers + Text + File("application/zip", "base64", Base64()) },
        { "nothing after the headers but an end", Headers + new string('\n', 5_000_000) },
    };

    [Theory]
    [MemberData(nameof(Mails))]
    public void It_is_the_same_mail(string what, string written)
    {
        var raw = Encoding.UTF8.GetBytes(written);
        Assert.True(raw.Length > 4 * 1024 * 1024, $"{what} is too small to show anything: {raw.Length}");
        using var stream = new MemoryStream(raw); // its array cannot be had, so that it is read as a file would be

        var (held, read) = (MailReader.Read(raw), MailReader.Read(stream));

        Assert.Equal(Facts(held), Facts(read));
    }

    [Fact]
    public void A_disk_that_fails_is_not_the_mails_fault()
    {
        using var failing = new FailingStream(Encoding.UTF8.GetBytes(Headers + Text + File("application/zip", "base64", Base64()) + End));

        var failure = Assert.Throws<IOException>(() => MailReader.Read(failing));

        Assert.Equal("The disk is broken.", failure.Message);
    }

    [Fact]
    public void A_mail_is_read_from_where_its_stream_stands()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("before it" + Headers + Text + File("application/zip", "base64", Base64()) + End));
        stream.Position = "before it".Length;

        Assert.Equal("A large one", MailReader.Read(stream).Subject);
    }

    private static IEnumerable<string> Facts(IncomingMail mail) =>
    [
        $"{mail.From} {mail.Subject} {mail.MessageId} {mail.Unread} {mail.IsEncrypted} {mail.IsSigned}",
        mail.Text,
        mail.Html ?? "no markup",
        .. mail.Attachments.Select(a => $"{a.Name} {a.ContentType} {a.Size} {a.Sha256} {a.IsInline}"),
        .. mail.Forwarded.Select(f => $"{f.From} {f.Subject}"),
        .. mail.Problems.Order(StringComparer.Ordinal),
    ];

    private static string File(string type, string encoding, string content) =>
        $"--b\r\nContent-Type: {type}\r\nContent-Disposition: attachment; filename=all\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{content}";

    private static string Base64(int megabytes = 5)
    {
        var bytes = new byte[megabytes * 750_000];
        new Random(20261129).NextBytes(bytes);
        return Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks) + "\r\n";
    }

    private static string Words(int megabytes) => string.Concat(Enumerable.Repeat("The parcel has not come, although it was sent on Monday, and no line\r\n", 1 + (megabytes * 15_000)));

    /// <summary>A file on a disk that can be read no further than two megabytes.</summary>
    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => Position > 2_000_000 ? throw new IOException("The disk is broken.") : base.Read(buffer);
    }
}
