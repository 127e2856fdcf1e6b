using System.Text;
using CsCheck;

namespace Tern.Mail.Tests;

public sealed class HostileMailTests
{
    private const string Ordinary =
        "From: Ann Example <ann@example.com>\r\nTo: desk@example.org\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMessage-ID: <1@example.com>\r\n" +
        "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain; charset=utf-8\r\n" +
        "Content-Transfer-Encoding: quoted-printable\r\n\r\nHello =E2=82=AC\r\n--c\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<p onclick=x>Hello <img src=cid:a></p>\r\n--c--\r\n" +
        "--b\r\nContent-Type: image/png; name=\"a.png\"\r\nContent-ID: <a>\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nbody\r\n--b--\r\n";

    [Fact]
    public void Any_bytes_can_be_read() => Gen.Byte.Array[0, 2000].Sample(bytes => MailReader.Read(bytes) is not null, iter: 2000);

    [Fact]
    public void Any_text_after_headers_can_be_read() =>
        Gen.Select(Gen.String[0, 60], Gen.String[0, 400]).Sample(
            (header, body) => MailReader.Read(Encoding.UTF8.GetBytes($"Subject: {header}\nFrom: {header}\nContent-Type: {header}\n\n{body}")) is not null, iter: 2000);

    [Fact]
    public void A_mail_damaged_anywhere_can_be_read() =>
        Gen.Select(Gen.Int[0, Ordinary.Length - 1], Gen.Byte, Gen.Int[0, 40]).Array[1, 12].Sample(
            damages =>
            {
                var bytes = Encoding.Latin1.GetBytes(Ordinary);
                foreach (var (at, value, length) in damages)
                {
                    bytes.AsSpan(at, Math.Min(length, bytes.Length - at)).Fill(value);
                    bytes[at] = value;
                }

                var mail = MailReader.Read(bytes);
                return mail.Text.Length == 0 || mail.VisibleText.Length > 0;
            },
            iter: 3000);

    [Fact]
    public void A_mail_cut_anywhere_can_be_read()
    {
        var bytes = Encoding.Latin1.GetBytes(Ordinary);
        for (var length = 0; length <= bytes.Length; length++)
        {
            Assert.NotNull(MailReader.Read(bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Ten_thousand_nested_multiparts_are_survived()
    {
        var mail = new StringBuilder("From: a@example.com\r\nSubject: deep\r\n");
        for (var i = 0; i < 10_000; i++)
        {
            mail.Append($"Content-Type: multipart/mixed; boundary=\"b{i}\"\r\n\r\n--b{i}\r\n");
        }

        mail.Append("Content-Type: text/plain\r\n\r\nhello\r\n");

        Assert.Equal("deep", Read(mail.ToString()).Subject);
    }

    [Fact]
    public void Ten_thousand_nested_mails_are_survived()
    {
        var mail = new StringBuilder("From: a@example.com\r\nSubject: deep\r\n");
        for (var i = 0; i < 10_000; i++)
        {
            mail.Append("Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n");
        }

        mail.Append("\r\nhello\r\n");

        Assert.Equal("deep", Read(mail.ToString()).Subject);
    }

    [Fact]
    public void A_hundred_thousand_parts_are_bounded()
    {
        var mail = new StringBuilder("From: a@example.com\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n");
        for (var i = 0; i < 100_000; i++)
        {
            mail.Append("--b\r\nContent-Type: image/png\r\n\r\nx\r\n");
        }

        var read = Read(mail.ToString());

        Assert.InRange(read.Attachments.Count, 1, 1000);
        Assert.Contains(read.Problems, p => p.Contains("more parts", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Subject: ", "x")]
    [InlineData("Subject: ", "=?utf-8?Q?x?= ")]
    [InlineData("Subject: x", "\r\n x")]
    [InlineData("To: ", "a@example.com,")]
    [InlineData("To: ", "a:")]
    [InlineData("To: ", "(")]
    [InlineData("To: ", "<")]
    [InlineData("References: ", "<a@b> ")]
    [InlineData("References: ", "<")]
    [InlineData("", "X-A: b\r\n")]
    [InlineData("Content-Type: text/plain", "; a=b")]
    [InlineData("Content-Type: text/plain", "; n*0*=a")]
    public void Ten_megabytes_of_headers_are_survived(string start, string repeated)
    {
        var header = start + string.Concat(Enumerable.Repeat(repeated, 10_000_000 / repeated.Length));
        var mail = Read($"From: a@example.com\r\n{header}\r\nMessage-ID: <1@example.com>\r\n\r\nhello\r\n");

        Assert.Equal("a@example.com", mail.From?.Address);
        Assert.Contains("hello", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nul_bytes_do_not_reach_the_text()
    {
        var mail = Read("From: a\0@example.com\r\nSubject: a\0b\r\n\r\nhel\0lo\0\0\r\n");

        Assert.DoesNotContain('\0', mail.Subject + mail.Text + mail.VisibleText + mail.From?.Address);
    }

    [Fact]
    public void An_empty_mail_says_so() => Assert.Contains("The mail is empty.", MailReader.Read(ReadOnlyMemory<byte>.Empty).Problems);

    private static IncomingMail Read(string mail) => MailReader.Read(Encoding.Latin1.GetBytes(mail));
}
