using System.Text;

namespace Tern.Mail.Tests.Composing;

public sealed class ComposedBodyTests
{
    [Fact]
    public void A_line_that_begins_with_From_is_protected_from_mail_stores() =>
        Assert.Contains("\n=46rom here\n", Sample.Source(Sample.Mail with { Text = "a\nFrom here\n" }), StringComparison.Ordinal);

    [Fact]
    public void White_space_at_the_end_of_a_line_arrives()
    {
        var mail = Sample.Mail with { Text = "a\n-- \nDesk\n" };

        Assert.Contains("\n--=20\n", Sample.Source(mail), StringComparison.Ordinal);
        Assert.Contains("\n-- \n", Sample.Read(mail).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_is_hardly_ascii_is_sent_in_the_shorter_encoding()
    {
        var text = string.Concat(Enumerable.Repeat("プリンターが燃えています。\n", 300));
        var mail = Sample.Mail with { Text = text };

        Assert.Equal(text.Trim(), Sample.Read(mail).Text.Trim());
        Assert.InRange(Sample.Source(mail).Length, 0, Encoding.UTF8.GetByteCount(text) * 4);
        Assert.Contains("Content-Transfer-Encoding: quoted-printable", Sample.Source(mail with { Text = "Grüße aus Köln, und noch ein paar Worte." }), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_short_whatever_was_written()
    {
        var content = ContentComposer.Compose(
            new MessageBody(new string('x', 5000) + "\n" + new string('ü', 5000) + "\n" + string.Concat(Enumerable.Repeat("> ", 2000))),
            new MessageBody(null, $"<a href=\"https://example.com/{new string('y', 1500)}\">{new string('z', 3000)}</a>"),
            new QuotedMessage(new string('i', 3000), new MessageBody(new string('q', 10_000))));

        Assert.All(Sample.Source(Sample.With(content)).Split('\n'), line => Assert.InRange(line.Length, 0, 998));
    }

    [Theory]
    [InlineData("Übersicht der sehr langen Dateinamen, wie man sie so hat, wenn man gern lange schreibt 日本語.pdf")]
    [InlineData("a b;c'(1).pdf")]
    [InlineData("ä.pdf")]
    [InlineData("プリンター.pdf")]
    public void A_file_name_is_read_by_old_and_new_programs(string name)
    {
        var mail = Sample.Mail with { Text = "x", Attachments = [Sample.File(name, 3)] };
        var source = Sample.Source(mail);

        Assert.Equal(name, Assert.Single(Sample.Read(mail).Attachments).Name);
        if (!Ascii.IsValid(name))
        {
            // RFC 2231 in one header, an encoded word in the other.
            Assert.Matches(@"filename(\*0)?\*=(utf-8|iso-8859-1)''", source);
            Assert.Matches(@"; name=""=\?(utf-8|iso-8859-1)\?", source);
            using var parsed = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(source)), TestContext.Current.CancellationToken);
            var type = parsed.Attachments.Single().ContentType;
            Assert.Equal(name, MimeKit.Utils.Rfc2047.DecodeText(Encoding.UTF8.GetBytes(type.Name!)));
        }
    }

    [Fact]
    public void Under_a_limit_pictures_come_first_and_the_rest_is_named_for_upload()
    {
        var content = ContentComposer.Compose(new MessageBody(null, "<img src=\"cid:a@x\"><img src=\"data:image/png;base64,iVBORw0KGgo=\">") { Pictures = [Sample.Picture("a@x")] });
        var mail = Sample.With(content) with { Attachments = [Sample.File("large.pdf", 300_000), Sample.File("small.pdf", 50_000), .. content.Attachments] };
        var composed = MailComposer.Compose(mail, 150_000);

        Assert.InRange(composed.Raw.Length, 1, 150_000);
        Assert.Equal(["large.pdf"], composed.ForUpload.Select(file => file.Name));
        Assert.Equal(["1.png", "image1.png", "small.pdf"], MailReader.Read(composed.Raw).Attachments.Select(file => file.Name).Order(StringComparer.Ordinal));
    }
}
