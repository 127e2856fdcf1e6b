using System.Text;

namespace Tern.Mail.Tests.Composing;

public sealed class ComposedHeaderTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nBcc: evil@example.com")]
    [InlineData("ä")]
    public void A_mark_that_is_none_is_refused(string? mark)
    {
        Assert.Throws<ArgumentException>(() => Sample.Source(Sample.Mail with { Kind = OutgoingKind.Notification, NotificationMark = mark }));
        Assert.Throws<ArgumentException>(() => Sample.Source(Sample.Mail with { Kind = OutgoingKind.Acknowledgement, NotificationMark = mark }));
        Assert.DoesNotContain("X-Tern", Sample.Source(Sample.Mail with { NotificationMark = mark }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jörg@example.com", "SMTPUTF8")]
    [InlineData("postmaster", "RFC 5322")]
    [InlineData("@example.com", "RFC 5322")]
    [InlineData("a@", "RFC 5322")]
    [InlineData("a@b@c", "RFC 5322")]
    [InlineData("a@x.example,b@x.example", "RFC 5322")]
    public void An_address_that_mail_cannot_carry_is_named(string address, string standard)
    {
        foreach (var mail in (OutgoingMail[])
                 [
                     Sample.Mail with { To = [new MailAddress(address, null)] },
                     Sample.Mail with { Cc = [new MailAddress(address, "x")] },
                     Sample.Mail with { Bcc = [new MailAddress(address, null)] },
                     Sample.Mail with { From = new MailAddress(address, null) },
                     Sample.Mail with { ReplyTo = new MailAddress(address, null) },
                 ])
        {
            var error = Assert.Throws<ArgumentException>(() => Sample.Source(mail));
            Assert.Contains($"\"{address}\"", error.Message, StringComparison.Ordinal);
            Assert.Contains(standard, error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_address_beyond_every_limit_is_refused() =>
        Assert.Contains("5321", Assert.Throws<ArgumentException>(() => Sample.Source(Sample.Mail with { To = [new MailAddress(new string('a', 400) + "@example.com", null)] })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("ann@müller.example", "ann@xn--mller-kva.example")]
    [InlineData("ann@例え.jp", "ann@xn--r8jz45g.jp")]
    [InlineData("reply+0123456789012345678901234567890123456789012345678901234567890123456789@example.com", "reply+0123456789012345678901234567890123456789012345678901234567890123456789@example.com")]
    public void A_domain_beyond_ascii_is_written_in_ascii(string address, string written) =>
        Assert.Contains($"To: {written}\n", Sample.Source(Sample.Mail with { To = [new MailAddress(address, null)] }), StringComparison.Ordinal);

    [Fact]
    public void Many_recipients_are_folded_and_all_are_read()
    {
        var people = Enumerable.Range(0, 300).Select(i => new MailAddress($"person{i}@example.com", i % 2 == 0 ? $"Müller, Ännchen {i}" : $"Person \"{i}\"")).ToList();
        var mail = Sample.Mail with { To = people[..200], Cc = people[200..250], Bcc = people[250..], Text = "x" };
        var source = Sample.Source(mail);
        var read = Sample.Read(mail);

        Assert.All(source.Split('\n'), line => Assert.InRange(line.Length, 0, 78));
        Assert.Contains("\nBcc: ", source, StringComparison.Ordinal);
        Assert.Equal(people[..200].Select(p => p.Address), read.To.Select(p => p.Address));
        Assert.Equal(people[..50].Select(p => p.Name!.Trim('"')), read.To.Take(50).Select(p => p.Name));
        Assert.Equal(50, read.Cc.Count);
    }

    [Fact]
    public void No_value_makes_a_line_too_long_or_a_header()
    {
        const string Evil = "x\r\nX-Evil: 1\r\n\r\nbody";
        var word = new string('w', 3000);
        var source = Sample.Source(Sample.Mail with
        {
            From = new MailAddress("desk@example.org", Evil + word),
            Cc = [new MailAddress("a@example.com", word)],
            ReplyTo = new MailAddress("desk@example.org", Evil),
            Subject = Evil + word,
            MessageId = Evil + "@example.org",
            InReplyTo = Evil + "@example.com",
            References = [.. Enumerable.Range(0, 30).Select(i => $"{i}{new string('r', 880)}@example.com"), "ö@example.com", Evil],
            Text = word,
            Attachments = [new OutgoingAttachment(Evil + word, Evil, 1, () => new MemoryStream([1]), Evil)],
        });

        Assert.DoesNotContain("\nX-Evil", source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\nbody", source, StringComparison.OrdinalIgnoreCase);
        Assert.All(source.Split('\n'), line => Assert.InRange(line.Length, 0, 998));
        Assert.True(Ascii.IsValid(source));
    }

    [Fact]
    public void What_is_answered_stands_once_in_the_references() =>
        Assert.Contains("\nReferences: <a@x> <b@x>\n", Sample.Source(Sample.Mail with { References = ["b@x", "a@x", "b@x"], InReplyTo = "b@x" }), StringComparison.Ordinal);
}
