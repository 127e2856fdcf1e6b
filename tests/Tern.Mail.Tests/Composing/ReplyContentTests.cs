namespace Tern.Mail.Tests.Composing;

public sealed class ReplyContentTests
{
    private static readonly MessageBody Words = new("Take the grey one.");

    [Fact]
    public void The_text_is_made_from_the_html_and_the_html_from_the_text()
    {
        var fromHtml = ContentComposer.Compose(new MessageBody(null, "<p>Take the <b>grey</b> one.</p><ul><li>a<li>b</ul>"));
        var fromText = ContentComposer.Compose(new MessageBody("Take <this>\n  or https://example.com/a."));

        Assert.Equal("Take the grey one.\n\n- a\n- b\n", fromHtml.Text);
        Assert.Contains("<div>Take &lt;this&gt;<br>\n&nbsp;&nbsp;or <a href=\"https://example.com/a\">https://example.com/a</a>.</div>", fromText.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_both_the_text_stays_as_it_is() =>
        Assert.Equal("*grey*\n", ContentComposer.Compose(new MessageBody("*grey*", "<b>grey</b>")).Text);

    [Theory]
    [InlineData("<p></p>")]
    [InlineData("<frameset><frame src=x></frameset>")]
    [InlineData("<script>x</script>")]
    public void Html_that_says_nothing_does_not_take_the_place_of_the_text(string html)
    {
        var content = ContentComposer.Compose(new MessageBody("words", html), quote: new QuotedMessage(Sample.Introduction, new MessageBody("burns", html)));

        Assert.Contains("<div>words</div>", content.Html, StringComparison.Ordinal);
        Assert.Contains("\n> burns\n", content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_written_gives_a_mail_that_can_be_sent()
    {
        var content = ContentComposer.Compose(new MessageBody(null), new MessageBody(" "), new QuotedMessage(Sample.Introduction, new MessageBody(null)));
        var read = Sample.Read(Sample.With(content) with { Attachments = [Sample.File("log.pdf", 3)] });

        Assert.Equal("", content.Text);
        Assert.Equal("", read.Text);
        Assert.Equal("log.pdf", Assert.Single(read.Attachments).Name);
    }

    [Fact]
    public void What_an_agent_pastes_is_made_harmless()
    {
        var html = ContentComposer.Compose(
            new MessageBody(null, "<body onload=x()><p style='position:fixed;color:red' onclick=x()>a<script>x()</script><a href='javascript:x()'>b</a><a href='https://example.com/'>c</a><form action=x><input></form><iframe src=x></iframe>"),
            new MessageBody(null, "<object data=x></object>Desk")).Html;

        Assert.Contains("<p style=\"color: red\">a<a>b</a><a href=\"https://example.com/\">c</a></p>", html, StringComparison.Ordinal);
        foreach (var foreign in (string[])["script", "onclick", "onload", "form", "iframe", "object", "target=", "rel="])
        {
            Assert.DoesNotContain(foreign, html, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Theory]
    [InlineData("<p>open<b>bold<table><tr><td>cell")]
    [InlineData("</div></blockquote></body></html>x")]
    [InlineData("<!-- a")]
    public void Markup_of_one_passage_cannot_reach_into_the_next(string html)
    {
        var content = ContentComposer.Compose(new MessageBody(null, "Hello " + html), new MessageBody(null, "Desk " + html), new QuotedMessage(Sample.Introduction, new MessageBody(null, "burns " + html)));
        var read = Sample.Read(Sample.With(content));

        Assert.StartsWith("Hello", read.VisibleText, StringComparison.Ordinal);
        Assert.DoesNotContain("Desk", read.VisibleText, StringComparison.Ordinal);
        Assert.DoesNotContain("burns", read.VisibleText, StringComparison.Ordinal);
        Assert.EndsWith("</blockquote></body></html>\n", content.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_two_dashes_is_no_signature_unless_it_is_one()
    {
        // RFC 3676 §4.3: the space counts.
        var text = ContentComposer.Compose(new MessageBody("a\n-- \nb"), new MessageBody("Desk")).Text;

        Assert.Equal("a\n--\nb\n\n-- \nDesk\n", text);
    }

    [Fact]
    public void What_the_agent_quotes_between_the_answers_is_seen()
    {
        var content = ContentComposer.Compose(new MessageBody(null, "<blockquote type=\"cite\">Is it red?</blockquote><p>Yes.</p>"));

        Assert.Equal("> Is it red?\n\nYes.\n", content.Text);
        Assert.Equal("> Is it red?\n\nYes.", Sample.Read(Sample.With(content)).VisibleText);
    }

    [Fact]
    public void A_signature_in_html_is_a_signature_in_the_text_too()
    {
        var content = ContentComposer.Compose(Words, new MessageBody(null, "<b>Desk</b><br><a href=\"https://example.org/\">example.org</a>"));

        Assert.Equal("Take the grey one.\n\n-- \nDesk\nexample.org\n", content.Text);
        Assert.Equal("Take the grey one.", Sample.Read(Sample.With(content)).VisibleText);
    }

    [Fact]
    public void Nothing_passed_in_is_structure()
    {
        var content = ContentComposer.Compose(
            Words,
            new MessageBody("</div><script>x</script>"),
            new QuotedMessage("On 2 March 2026, Ann\r\n\r\n<b>evil</b>\u0000\r\n> x wrote:", new MessageBody("a\u2028b\u0085c\rd")));

        Assert.DoesNotContain("<script", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", content.Html, StringComparison.Ordinal);
        Assert.EndsWith("\nOn 2 March 2026, Ann <b>evil</b> > x wrote:\n> a\n> b\n> c\n> d\n", content.Text, StringComparison.Ordinal);
    }
}
