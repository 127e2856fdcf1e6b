using System.Text;
using CsCheck;
using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests;

public sealed class MailComposerTests
{
    private static readonly Gen<string> Words = Gen.String[Gen.OneOf(Gen.Char['a', 'z'], Gen.Char['\u00C0', '\u017F'], Gen.Char['\u3040', '\u30FF'], Gen.Const(' '), Gen.Const('='), Gen.Const('"'), Gen.Const(','), Gen.Const('<')), 1, 80];

    private static OutgoingMail Mail { get; } = new()
    {
        From = new MailAddress("desk@example.org", "Desk"),
        To = [new MailAddress("ann@example.com", "Ann Müller, Example")],
        Subject = "Grüße [#12]",
        MessageId = "1.2@example.org",
        InReplyTo = "<parent@example.com>",
        References = ["<root@example.com>"],
        Text = "Hello\n\nworld\n",
        Date = new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.FromHours(1)),
    };

    [Fact]
    public void What_was_composed_is_read_back() =>
        Gen.Select(Words, Words, Gen.Byte.Array[0, 3000], Words).Sample(
            (subject, text, bytes, name) =>
            {
                var mail = Mail with { Subject = subject, Text = text, Attachments = [File(name + ".bin", bytes)] };
                var read = MailReader.Read(MailComposer.Compose(mail, 1_000_000).Raw);
                var file = Assert.Single(read.Attachments);

                Assert.Equal(string.Join(' ', subject.Split(' ', StringSplitOptions.RemoveEmptyEntries)), string.Join(' ', read.Subject.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
                Assert.Equal(text.Trim(), read.Text.Trim());
                Assert.Equal("1.2@example.org", read.MessageId);
                Assert.Equal(["root@example.com", "parent@example.com"], read.References);
                Assert.Equal(["parent@example.com"], read.InReplyTo);
                Assert.Equal(Mail.To, read.To);
                Assert.Equal(Mail.From, read.From);
                Assert.Equal(Mail.Date, read.Date);
                Assert.Equal(bytes, file.Bytes());
                Assert.Empty(read.Problems);
            },
            iter: 300);

    [Fact]
    public void No_value_can_become_a_header()
    {
        var mail = Mail with
        {
            Subject = "a\r\nBcc: evil@example.com",
            From = new MailAddress("desk@example.org", "x\r\nX-Evil: 1"),
            References = ["a@b>\r\nX-Evil: 1"],
            Attachments = [File("a\r\nX-Evil: 1.txt", [1]) with { ContentType = "text/plain\r\nX-Evil: 1" }],
        };
        var source = Source(mail);

        Assert.DoesNotContain("\nX-Evil", source, StringComparison.Ordinal);
        Assert.DoesNotContain("\nBcc", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_stay_within_the_standard_and_end_in_crlf()
    {
        var source = Source(Mail with
        {
            Text = new string('x', 5000),
            Html = "<p>" + new string('y', 5000),
            Subject = new string('ü', 800),
            References = Enumerable.Range(0, 100).Select(i => $"{i}{new string('r', 60)}@example.com").ToList(),
            To = Enumerable.Range(0, 100).Select(i => new MailAddress($"a{i}@example.com", "Näme")).ToList(),
        });

        Assert.All(source.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.DoesNotContain('\n', source.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.True(Ascii.IsValid(source));
    }

    [Fact]
    public void References_keep_the_first_and_the_latest()
    {
        var read = Read(Mail with { References = Enumerable.Range(0, 50).Select(i => $"r{i}@example.com").ToList() });

        Assert.Equal(20, read.References.Count);
        Assert.Equal("r0@example.com", read.References[0]);
        Assert.Equal("parent@example.com", read.References[^1]);
        Assert.Equal("r49@example.com", read.References[^2]);
    }

    [Fact]
    public void Only_automatic_mail_says_it_is()
    {
        Assert.DoesNotContain("Auto-Submitted", Source(Mail), StringComparison.OrdinalIgnoreCase);

        var automatic = Source(Mail with { Kind = OutgoingKind.Notification, NotificationMark = "n1" });

        Assert.Contains("Auto-Submitted: auto-generated\r\n", automatic, StringComparison.Ordinal);
        Assert.Contains("X-Auto-Response-Suppress: All\r\n", automatic, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_named_for_upload()
    {
        var opened = new List<string>();
        var files = new[] { 3_000_000, 100, 2_000_000, 200 }
            .Select((size, i) => new OutgoingAttachment($"f{i}", "application/pdf", size, () => { opened.Add($"f{i}"); return new MemoryStream(new byte[size]); })).ToList();
        var composed = MailComposer.Compose(Mail with { Attachments = files }, 3_000_000);

        Assert.Equal(["f0"], composed.ForUpload.Select(f => f.Name));
        Assert.Equal(["f1", "f2", "f3"], MailReader.Read(composed.Raw).Attachments.Select(a => a.Name));
        Assert.Equal(["f1", "f2", "f3"], opened);
        Assert.True(composed.Raw.Length <= 3_000_000);
    }

    [Fact]
    public void The_html_twin_is_made_from_the_text_and_links_addresses()
    {
        var read = Read(Mail with { Text = "See https://example.com/a?b=c&d.\n<b>" });

        Assert.Contains("href=\"https://example.com/a?b=c&amp;d\"", read.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;", read.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_of_the_html_is_inline_and_comes_first()
    {
        var picture = File("logo.png", [1, 2, 3]) with { ContentId = "logo@example.org", ContentType = "image/png" };
        var read = Read(Mail with { Html = "<img src=\"cid:logo@example.org\">", Attachments = [File("a.txt", [4]), picture] });

        Assert.Equal(["logo.png", "a.txt"], read.Attachments.Select(a => a.Name));
        Assert.True(read.Attachments[0].IsInline);
        Assert.Contains("src=\"cid:logo@example.org\"", read.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a@b, c@d")]
    [InlineData("a@b>\r\nX: y")]
    public void An_unusable_address_is_refused(string address) =>
        Assert.Throws<ArgumentException>(() => MailComposer.Compose(Mail with { To = [new MailAddress(address, null)] }, 1_000_000));

    private static OutgoingAttachment File(string name, byte[] content) => new(name, "application/octet-stream", content.Length, () => new MemoryStream(content));

    private static string Source(OutgoingMail mail) => Encoding.Latin1.GetString(MailComposer.Compose(mail, 1_000_000).Raw.Span);

    private static IncomingMail Read(OutgoingMail mail) => MailReader.Read(MailComposer.Compose(mail, 1_000_000).Raw);
}
