namespace Tern.Mail.Tests.Composing;

public sealed class QuoteTests
{
    [Fact]
    public void Lines_that_are_quotes_already_get_one_mark_more() =>
        Assert.EndsWith("wrote:\n> a\n>> b\n>>> c\n>\n> d\n", Quoted(new MessageBody("a\n> b\n>> c\n\nd")).Text, StringComparison.Ordinal);

    [Fact]
    public void Only_the_last_message_is_quoted()
    {
        var fromText = Quoted(new MessageBody("It burns.\n\nOn 1 March 2026, Desk wrote:\n> Hello\n\n-- \nAnn"));
        var fromHtml = Quoted(new MessageBody("not used", "<p>It burns.</p><div class=gmail_signature>Ann</div><div class=\"gmail_quote\"><div class=gmail_attr>On 1 March 2026, Desk wrote:</div><blockquote>Hello</blockquote></div>"));

        Assert.EndsWith("wrote:\n> It burns.\n", fromText.Text, StringComparison.Ordinal);
        Assert.Equal(fromText.Text, fromHtml.Text);
        Assert.DoesNotContain("Hello", fromHtml.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_is_only_a_quote_is_quoted_whole() =>
        Assert.EndsWith("wrote:\n>> Hello\n", Quoted(new MessageBody(null, "<blockquote type=cite>Hello</blockquote>")).Text, StringComparison.Ordinal);

    [Fact]
    public void A_long_text_is_cut_visibly()
    {
        var content = Quoted(new MessageBody(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"line {i}"))));

        Assert.InRange(content.Text.Length, ContentComposer.MaxQuote, ContentComposer.MaxQuote * 3 / 2);
        Assert.EndsWith("\n> […]\n", content.Text, StringComparison.Ordinal);
        Assert.Contains("[…]</div></blockquote>", content.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<p>one paragraph among many</p>")]
    [InlineData("<div>nested ")]
    [InlineData("words without any markup ")]
    [InlineData("<b style=\"color: red\"></b>")]
    [InlineData("<table><tr><td>😀</td></tr></table>")]
    public void A_long_page_is_cut_visibly_and_stays_well_formed(string unit)
    {
        var content = Quoted(new MessageBody(null, "<p>It burns.</p>" + string.Concat(Enumerable.Repeat(unit, 100_000 / unit.Length))));

        Assert.InRange(content.Html.Length, 0, ContentComposer.MaxQuote * 2);
        Assert.EndsWith("[…]\n", content.Text, StringComparison.Ordinal);
        Assert.EndsWith("</div></blockquote></body></html>\n", content.Html, StringComparison.Ordinal);
        Assert.Equal(Sample.Words(content.Text), Sample.Words(SafeHtml.ToText(content.Html)));
        Assert.DoesNotContain('\uFFFD', content.Html);
        Assert.Equal("Take the grey one.", Sample.Read(Sample.With(content)).VisibleText);
    }

    [Fact]
    public void A_page_within_the_limit_is_not_cut() =>
        Assert.DoesNotContain("[…]", Quoted(new MessageBody(null, string.Concat(Enumerable.Repeat("<p>a</p>", 1000)))).Html, StringComparison.Ordinal);

    [Theory]
    [InlineData("On 2 March 2026 at 08:00, Ann Example <ann@example.com> wrote:")]
    [InlineData("Am 02.03.2026 um 08:00 schrieb Ann Example <ann@example.com>:")]
    [InlineData("Le 2 mars 2026 à 08:00, Ann Example <ann@example.com> a écrit :")]
    [InlineData("Any words that no program knows")]
    public void In_html_the_introduction_is_known_in_any_words(string introduction)
    {
        var content = ContentComposer.Compose(new MessageBody("Take the grey one."), quote: new QuotedMessage(introduction, new MessageBody("It burns.")));
        var read = Sample.Read(Sample.With(content));

        Assert.Equal("Take the grey one.", read.VisibleText);
        Assert.Equal(introduction + "\n> It burns.", read.RestText);
    }

    [Fact]
    public void A_forwarded_message_keeps_what_it_quotes_up_to_its_limit()
    {
        var html = "<p>It burns.</p><div class=\"gmail_quote\">On 1 March 2026, Desk wrote:<blockquote>Hello</blockquote></div>";
        var whole = Forwarded(new MessageBody(null, html));
        var cut = Forwarded(new MessageBody(null, html + string.Concat(Enumerable.Repeat("<p>more words</p>", 20_000))));

        Assert.EndsWith("It burns.\n\nOn 1 March 2026, Desk wrote:\n> Hello\n", whole.Text, StringComparison.Ordinal);
        Assert.EndsWith("[…]\n", cut.Text, StringComparison.Ordinal);
        Assert.InRange(cut.Html.Length, ContentComposer.MaxForward * 9 / 10, ContentComposer.MaxForward * 11 / 10);
    }

    [Fact]
    public void Nothing_in_a_forwarded_header_is_structure()
    {
        var message = new MessageToForward
        {
            Labels = new ForwardLabels("Forwarded\r\nmessage <i>", "From:\n", "Date:", "Subject:", "To:", "Cc:"),
            From = new MailAddress("ann@example.com", "Ann\r\nX: <script>"),
            Subject = "a\nb",
            Cc = [new MailAddress("a@example.com", null), new MailAddress("b@example.com", "B")],
            Body = new MessageBody("It burns."),
        };
        var content = ContentComposer.Forward(new MessageBody(""), message);

        Assert.Equal("---------- Forwarded message <i> ----------\nFrom: Ann X: <script> <ann@example.com>\nSubject: a b\nCc: a@example.com, B <b@example.com>\n\nIt burns.\n", content.Text);
        Assert.DoesNotContain("<script>", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", content.Html, StringComparison.Ordinal);
    }

    private static OutgoingContent Quoted(MessageBody body) => ContentComposer.Compose(new MessageBody("Take the grey one."), quote: new QuotedMessage(Sample.Introduction, body));

    private static OutgoingContent Forwarded(MessageBody body) =>
        ContentComposer.Forward(new MessageBody("Look."), new MessageToForward { Labels = Sample.Labels, From = new MailAddress("ann@example.com", null), Body = body });
}
