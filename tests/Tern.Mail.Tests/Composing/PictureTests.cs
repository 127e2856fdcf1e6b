using System.Text.RegularExpressions;
using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Composing;

public sealed partial class PictureTests
{
    private const string Pixel = "data:image/png;base64,iVBORw0KGgo=";

    [Fact]
    public void A_picture_in_the_markup_becomes_a_part_of_the_mail_once()
    {
        var content = ContentComposer.Compose(new MessageBody(null, $"<img src=\"{Pixel}\" alt=\"a\"><IMG SRC=' DATA:image/PNG;charset=x;base64,iVBOR%77%30KGgo%3D '>"));
        var read = Sample.Read(Sample.With(content));

        var picture = Assert.Single(read.Attachments);
        Assert.True(picture.IsInline);
        Assert.Equal("image/png", picture.ContentType);
        Assert.Equal("image1.png", picture.Name);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], picture.Bytes());
        Assert.Equal(2, Shown(content).Count(id => id == picture.ContentId));
        Assert.DoesNotContain("data:", content.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(content.Problems);
    }

    [Theory]
    [InlineData("data:image/svg+xml;base64,PHN2Zz4=")]
    [InlineData("data:text/html;base64,PHA+")]
    [InlineData("data:image/png;base64,not base64!")]
    [InlineData("data:image/png,plain")]
    [InlineData("data:")]
    [InlineData("data:image/png;base64,")]
    public void What_no_program_shows_is_left_out_and_named(string source)
    {
        var content = ContentComposer.Compose(new MessageBody(null, $"<p>a <img src=\"{source}\" alt=\"chart\"> b</p>"));

        Assert.Empty(content.Attachments);
        Assert.Contains("<p>a [chart] b</p>", content.Html, StringComparison.Ordinal);
        Assert.Equal("a [chart] b\n", content.Text);
        Assert.Single(content.Problems);
    }

    [Fact]
    public void Pictures_in_the_markup_are_bounded_in_number_and_size()
    {
        var many = string.Concat(Enumerable.Range(0, 120).Select(i => $"<img src=\"data:image/gif;base64,{Convert.ToBase64String([1, 2, (byte)i])}\">"));
        var large = string.Concat(Enumerable.Range(0, 4).Select(i => $"<img src=\"data:image/jpeg;base64,{Convert.ToBase64String(Enumerable.Repeat((byte)i, 8_000_000).ToArray())}\">"));
        var tooLarge = $"<img alt=\"huge\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(new byte[11 * 1024 * 1024])}\">";

        Assert.Equal(100, ContentComposer.Compose(new MessageBody(null, many)).Attachments.Count);
        Assert.Equal(3, ContentComposer.Compose(new MessageBody(null, large)).Attachments.Count);
        Assert.Equal("[huge]\n", ContentComposer.Compose(new MessageBody(null, tooLarge)).Text);
    }

    [Fact]
    public void Pictures_of_a_quote_come_along_and_its_files_do_not()
    {
        var body = new MessageBody(null, "<p>Look <img src=\"cid:shot%40phone\"></p>") { Pictures = [Sample.Picture("<shot@phone>"), Sample.Picture("other@phone", 2)] };
        var content = ContentComposer.Compose(new MessageBody("Seen."), quote: new QuotedMessage(Sample.Introduction, body));

        Assert.Equal("shot@phone", Assert.Single(content.Attachments).ContentId);
        Assert.True(Assert.Single(Sample.Read(Sample.With(content)).Attachments).IsInline);
    }

    [Fact]
    public void Pictures_that_nothing_shows_are_files_where_we_or_a_forward_bring_them()
    {
        var message = new MessageToForward
        {
            Labels = Sample.Labels,
            From = new MailAddress("ann@example.com", null),
            Body = new MessageBody(null, "<p>a</p>") { Pictures = [Sample.Picture("a@x", 1)] },
        };
        var content = ContentComposer.Forward(new MessageBody("b") { Pictures = [Sample.Picture("b@x", 2)] }, message);

        Assert.Equal([("2.png", null), ("1.png", null)], content.Attachments.Select(a => (a.Name, a.ContentId)));
        Assert.All(Sample.Read(Sample.With(content)).Attachments, a => Assert.False(a.IsInline));
    }

    [Fact]
    public void One_content_id_used_by_two_mails_leads_to_two_pictures()
    {
        var words = new MessageBody(null, "<img src=\"cid:image001@x\">") { Pictures = [Sample.Picture("image001@x", 1)] };
        var signature = new MessageBody(null, "<img src=\"cid:IMAGE001@x\">") { Pictures = [Sample.Picture("image001@x", 2)] };
        var quoted = new MessageBody(null, "<img src=\"cid:image001@x\"><img src=\"cid:image001@x\">") { Pictures = [Sample.Picture("image001@x", 3)] };
        var content = ContentComposer.Compose(words, signature, new QuotedMessage(Sample.Introduction, quoted));
        var read = Sample.Read(Sample.With(content));
        var contents = read.Attachments.ToDictionary(a => a.ContentId!, a => a.Bytes()[0], StringComparer.OrdinalIgnoreCase);

        Assert.Equal<byte>([1, 2, 3, 3], Shown(content).Select(id => contents[id]));
    }

    [Theory]
    [InlineData("no-at-sign")]
    [InlineData("a\"b@x")]
    [InlineData("ä@x")]
    [InlineData("a%b@x")]
    [InlineData("a\r\nX-Evil: 1@x")]
    public void A_content_id_that_mail_cannot_carry_is_replaced(string id)
    {
        var body = new MessageBody(null, $"<img src=\"cid:{Uri.EscapeDataString(MessageIds.Normalize(id)!)}\">") { Pictures = [Sample.Picture(id)] };
        var content = ContentComposer.Compose(body);
        var source = Sample.Source(Sample.With(content));

        var used = Assert.Single(content.Attachments).ContentId!;
        Assert.Matches("^[0-9a-f]{32}@inline$", used);
        Assert.Equal([used], Shown(content));
        Assert.Contains($"\nContent-Id: <{used}>\n", source, StringComparison.Ordinal);
        Assert.DoesNotContain("Evil", source, StringComparison.Ordinal);
    }

    [Fact]
    public void Our_own_pictures_from_the_web_are_sent_and_those_of_others_are_described()
    {
        const string Html = "<p>a<img src=\"https://example.com/logo.png\" alt=\"logo\"><img src=\"https://example.com/count.gif\" width=\"1\" alt=\"x\"><img data-remote-src=\"https://example.com/b.png\"></p>";
        var content = ContentComposer.Compose(new MessageBody(null, Html), quote: new QuotedMessage(Sample.Introduction, new MessageBody(null, SafeHtml.Sanitize(Html))));
        var (own, quoted) = (content.Html.Split("<blockquote")[0], content.Html.Split("<blockquote")[1]);

        Assert.Contains("<img alt=\"logo\" src=\"https://example.com/logo.png\">", own, StringComparison.Ordinal);
        Assert.Contains("<p>a[logo]</p>", quoted, StringComparison.Ordinal);
        Assert.DoesNotContain("img", quoted, StringComparison.Ordinal);
        Assert.DoesNotContain(SafeHtml.RemoteSource, content.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_that_did_not_come_along_is_described()
    {
        var content = ContentComposer.Compose(new MessageBody(null, "<p>a <img src=\"cid:lost@x\" alt=\"plan\"></p>"));

        Assert.Equal("a [plan]\n", content.Text);
        Assert.DoesNotContain("<img", content.Html, StringComparison.Ordinal);
        Assert.Single(content.Problems);
    }

    [Fact]
    public void An_id_that_begins_like_another_is_not_taken_for_it()
    {
        var mail = Sample.Mail with { Html = "<img src=\"cid:a@x.example\">", Attachments = [Sample.Picture("a@x", 1), Sample.Picture("a@x.example", 2)] };

        Assert.Contains("Content-Disposition: inline; filename=2.png", Sample.Source(mail), StringComparison.Ordinal);
        Assert.Contains("Content-Disposition: attachment; filename=1.png", Sample.Source(mail), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Shown(OutgoingContent content) => Reference().Matches(content.Html).Select(match => match.Groups["id"].Value);

    [GeneratedRegex("src=\"cid:(?<id>[^\"]+)\"")]
    private static partial Regex Reference();
}
