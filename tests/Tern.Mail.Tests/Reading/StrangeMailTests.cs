using System.Text;
using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Reading;

/// <summary>Mails whose build is odd, broken or against the standards, and what a person still finds in them.</summary>
public sealed class StrangeMailTests
{
    private const string Text = "Content-Type: text/plain\n\nHello";
    private const string Page = "Content-Type: text/html\n\n<p>Hello</p>";
    private const string Pdf = "Content-Type: application/pdf; name=a.pdf\nContent-Disposition: attachment; filename=a.pdf\nContent-Transfer-Encoding: base64\n\naGVsbG8=";

    [Theory]
    [InlineData("text")]
    [InlineData("text/plain; charset")]
    [InlineData("text/plain;")]
    [InlineData("text/plain;;; charset=us-ascii;;")]
    [InlineData("text/plain charset=us-ascii")]
    [InlineData("; charset=us-ascii")]
    [InlineData("plain/text")]
    [InlineData("text/")]
    [InlineData("")]
    [InlineData("TEXT/PLAIN; CHARSET=US-ASCII")]
    [InlineData("text/plain; format=\"flowed\"; charset=\"us-ascii")]
    [InlineData("text/plain, charset=us-ascii")]
    [InlineData("text/text")]
    [InlineData("text/markdown")]
    [InlineData("multipart/mixed")]
    public void A_type_that_is_noise_does_not_hide_the_text(string type)
    {
        var mail = Strange.WithBody(type, "Hello\n");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.Empty(mail.Attachments);
    }

    [Theory]
    [InlineData("\"b\"", "--b", "--b--")]
    [InlineData("b ", "--b", "--b--")]
    [InlineData("\"b \"", "--b", "--b--")]
    [InlineData("'b'", "--'b'", "--'b'--")]
    [InlineData("b", "--b  ", "--b-- ")]
    [InlineData("b", "--b", "")]
    [InlineData("b", "--b", "--b-- trailing")]
    [InlineData("b;", "--b", "--b--")]
    [InlineData("\"b", "--b", "--b--")]
    [InlineData("b\nContent-Type: text/plain", "--b", "--b--")]
    [InlineData("B", "--b", "--b--")]
    [InlineData("\"=_b/c:d\"", "--=_b/c:d", "--=_b/c:d--")]
    [InlineData("=_b/c:d", "--=_b/c:d", "--=_b/c:d--")]
    [InlineData("\"--b\"", "----b", "----b--")]
    public void Parts_are_told_apart_however_their_line_is_written(string boundary, string line, string end)
    {
        var mail = Strange.Raw($"{Strange.Sender}Subject: s\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary={boundary}\n\npreamble\n{line}\n{Text}\n{line}\n{Pdf}\n{end}\nepilogue\n");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.Equal(["a.pdf"], mail.Attachments.Select(a => a.Name));
        Assert.Equal("application/pdf", mail.Attachments[0].ContentType);
    }

    [Fact]
    public void A_boundary_that_begins_like_that_of_its_parent_is_another()
    {
        var mail = Strange.Raw($"{Strange.Sender}Subject: s\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b-1\n\n--b-1\n{Text}\n--b-1\n{Page}\n--b-1--\n--b\n{Pdf}\n--b--\n");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.Contains("<p>Hello</p>", mail.Html, StringComparison.Ordinal);
        Assert.Equal(["a.pdf"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void Text_after_a_file_is_text_too()
    {
        var mail = Strange.WithParts("multipart/mixed", Text, Pdf, "Content-Type: text/plain\n\nBye");
        Assert.Equal("Hello\n\nBye", mail.Text.Trim());
        Assert.Single(mail.Attachments);
    }

    [Fact]
    public void A_text_file_shown_inline_is_a_file_after_the_body()
    {
        var mail = Strange.WithParts("multipart/mixed", Text, "Content-Type: text/plain; name=log.txt\nContent-Disposition: inline; filename=log.txt\n\nlog");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.Equal(["log.txt"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void Apple_Mail_writes_around_pictures()
    {
        var mail = Strange.WithParts("multipart/mixed", "Content-Type: text/html\n\n<body>one</body>", "Content-Type: image/png; name=p.png\nContent-Disposition: inline; filename=p.png\nContent-Transfer-Encoding: base64\n\naGVsbG8=", "Content-Type: text/html\n\n<body>two</body>");
        Assert.Equal("one\ntwo", mail.Text.Replace("\n\n", "\n", StringComparison.Ordinal).Trim());
        Assert.Equal(["p.png"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void A_page_beside_a_text_is_read_after_it()
    {
        var mail = Strange.WithParts("multipart/mixed", "Content-Type: text/plain\n\none", "Content-Type: text/html\n\n<p>two</p>");
        Assert.Contains("one", mail.Text, StringComparison.Ordinal);
        Assert.Contains("two", mail.Text, StringComparison.Ordinal);
        Assert.Empty(mail.Attachments);
    }

    [Fact]
    public void A_related_whose_root_is_an_alternative_has_one_body()
    {
        var mail = Strange.WithParts("multipart/related", $"Content-Type: multipart/alternative; boundary=c\n\n--c\n{Text}\n--c\nContent-Type: text/html\n\n<p>Hello <img src=\"cid:i\"></p>\n--c--", "Content-Type: image/gif\nContent-ID: <i>\nContent-Transfer-Encoding: base64\n\naGVsbG8=");
        Assert.Equal("Hello", mail.Text.Trim());
        Assert.True(Assert.Single(mail.Attachments).IsInline);
    }

    [Theory]
    [InlineData("7bit", "Subject: inner\nFrom: bob@example.com\n\nInside\n")]
    [InlineData("base64", "U3ViamVjdDogaW5uZXIKRnJvbTogYm9iQGV4YW1wbGUuY29tCgpJbnNpZGUK")]
    [InlineData("quoted-printable", "Subject: inner\nFrom: bob=40example.com\n\nInside\n")]
    public void An_attached_mail_is_a_file_named_after_its_subject(string encoding, string body)
    {
        var mail = Strange.WithParts("multipart/mixed", Text, $"Content-Type: message/rfc822\nContent-Transfer-Encoding: {encoding}\n\n{body}");
        Assert.Equal("Hello", mail.Text.Trim());
        var file = Assert.Single(mail.Attachments);
        Assert.Equal("inner.eml", file.Name);
        Assert.Equal("message/rfc822", file.ContentType);
        Assert.StartsWith("Subject: inner", Encoding.Latin1.GetString(file.Bytes()), StringComparison.Ordinal);
        Assert.Equal("bob@example.com", Assert.Single(mail.Forwarded).From!.Address);
    }

    [Fact]
    public void Empty_parts_are_no_body()
    {
        var mail = Strange.WithParts("multipart/mixed", "", "Content-Type: text/plain\n", Text);
        Assert.Equal("Hello", mail.Text.Trim());
    }

    [Theory]
    [InlineData("text/plain; format=flowed", "a \nb\n", "a b")]
    [InlineData("text/plain; format=flowed; delsp=yes", "a \nb\n", "ab")]
    [InlineData("text/plain; format=Flowed", ">> a \n>> b\n> c\n", ">> a b\n> c")]
    [InlineData("text/plain; format=flowed", " From x\n-- \nAnn\n", "From x\n-- \nAnn")]
    [InlineData("text/plain", "a \nb\n", "a \nb")]
    public void Flowed_text_is_joined(string type, string body, string text) => Assert.Equal(text, Strange.WithBody(type, body).Text.Trim());

    [Theory]
    [InlineData("a=\nb", "ab")]
    [InlineData("a=", "a")]
    [InlineData("a = b", "a = b")]
    [InlineData("=c3=bc", "ü")]
    [InlineData("a=20\nb", "a \nb")]
    [InlineData("a=\r\nb", "ab")]
    [InlineData("a==20b", "a= b")]
    [InlineData("a=\n\nb", "a\nb")]
    [InlineData("\u00c3\u00bc=C3=BC", "üü")]
    public void Broken_quoted_printable_reads_on(string body, string text) => Assert.Equal(text, Strange.WithBody("text/plain; charset=utf-8", body, "quoted-printable").Text.Trim());

    [Theory]
    [InlineData("SGVsbG8", "Hello")]
    [InlineData("SGVs\n\n bG8=", "Hello")]
    [InlineData("Hello, this is no base64 at all: it is plain!", "Hello, this is no base64 at all: it is plain!")]
    [InlineData("SGVsbG8sIA==d29ybGQ=", "Hello, world")]
    [InlineData("SGVsbG8gd29ybGQ=\n\n--\nMailing list footer, unsubscribe at http://example.com\n", "Hello world")]
    public void Broken_base64_reads_on(string body, string text) => Assert.Equal(text, Strange.WithBody("text/plain", body, "base64").Text.Trim());

    [Fact]
    public void A_file_in_the_text_is_taken_out()
    {
        var mail = Strange.WithHeaders("Subject: s", "Hello\n\nbegin 644 a.txt\n%:&5L;&\\\n`\nend\n\nBye\n");
        Assert.Equal(["a.txt"], mail.Attachments.Select(a => a.Name));
        Assert.Equal("5d41402abc4b2a76b9719d911017c592", mail.Attachments[0].Md5);
        Assert.StartsWith("Hello", mail.Text, StringComparison.Ordinal);
        Assert.EndsWith("Bye", mail.Text.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_with_yEnc_stays_as_it_is()
    {
        var mail = Strange.WithHeaders("Subject: s", "=ybegin line=128 size=5 name=a.txt\nabc\n=yend size=5\n");
        Assert.Contains("=ybegin", mail.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\r\n")]
    [InlineData("\r\r\n")]
    public void Any_line_end_is_one(string end)
    {
        var mail = Strange.Raw((Strange.Sender + "Subject: s\n\nHello\nWorld\n").Replace("\n", end, StringComparison.Ordinal));
        Assert.Equal("s", mail.Subject);
        Assert.Equal("ann@example.com", mail.From?.Address);
        Assert.Equal("Hello\nWorld", mail.Text.Trim().Replace("\n\n", "\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("From ann@example.com Mon Jul  6 09:30:00 2026\n")]
    [InlineData("\u00ef\u00bb\u00bf")]
    [InlineData("\n\n")]
    [InlineData(" \n")]
    [InlineData("+OK 123 octets\n")]
    [InlineData("* 1 FETCH (RFC822 {123}\n")]
    [InlineData("\u00ff\u00fe\n")]
    public void What_stands_before_the_headers_is_left_out(string before)
    {
        var mail = Strange.Raw(before + Strange.Sender + "Subject: s\n\nHello\n");
        Assert.Equal(("s", "Hello", "ann@example.com"), (mail.Subject, mail.Text.Trim(), mail.From?.Address));
    }

    [Fact]
    public void NUL_bytes_are_left_out() => Assert.Equal("Hello", Strange.WithHeaders("Subject: s", "He\0llo\0\n").Text.Trim());

    [Theory]
    [InlineData("Content-Type: text/html\nContent-Type: text/plain", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type : text/html", "<p>Hello</p>", "Hello")]
    [InlineData("content-type:text/html;charset=utf-8", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type:\n text/html", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type: (c) text/html", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type: \"text/html\"", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type: text / html", "<p>Hello</p>", "Hello")]
    [InlineData("Content-Type: html", "<p>Hello</p>", "Hello")]
    public void The_type_is_found_however_its_header_is_written(string headers, string body, string text) =>
        Assert.Equal(text, Strange.Raw(Strange.Sender + "Subject: s\n" + headers + "\n\n" + body + "\n").Text.Trim());

    [Fact]
    public void A_lone_file_is_a_file_and_no_body()
    {
        var mail = Strange.Raw(Strange.Sender + "Subject: s\n" + Pdf + "\n");
        Assert.Equal("", mail.Text);
        Assert.Equal(["a.pdf"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void A_calendar_alone_is_an_invitation_and_a_file()
    {
        var mail = Strange.WithBody("text/calendar; method=REQUEST; charset=utf-8", "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nSUMMARY:Tea\nEND:VEVENT\nEND:VCALENDAR\n");
        Assert.Equal("Tea", mail.Invitation!.Summary);
        Assert.Equal(["invitation.ics"], mail.Attachments.Select(a => a.Name));
    }

    [Fact]
    public void A_fragment_of_a_mail_is_kept()
    {
        var mail = Strange.WithBody("message/partial; id=x; number=1; total=2", "Subject: inner\n\nHello\n");
        Assert.True(mail.Attachments.Count == 1 || mail.Text.Contains("Hello", StringComparison.Ordinal));
    }

    [Fact]
    public void Several_texts_are_read_in_their_order() =>
        Assert.Equal("one\n\ntwo\n\nthree", Strange.WithParts("multipart/mixed", "Content-Type: text/plain\n\none", "\ntwo", "Content-Type: text/plain\nContent-Disposition: inline\n\nthree").Text.Trim());

    [Fact]
    public void A_digest_holds_mails()
    {
        var mail = Strange.WithParts("multipart/digest", "\nSubject: first\nFrom: a@example.com\n\none", "\nSubject: second\nFrom: b@example.com\n\ntwo");
        Assert.Equal(["first.eml", "second.eml"], mail.Attachments.Select(a => a.Name));
    }
}
