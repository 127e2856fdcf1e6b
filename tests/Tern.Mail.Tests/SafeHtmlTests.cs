using CsCheck;

namespace Tern.Mail.Tests;

public sealed class SafeHtmlTests
{
    [Theory]
    [InlineData("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>")]
    [InlineData("<p onclick=\"x()\">a</p>", "<p>a</p>")]
    [InlineData("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>")]
    [InlineData("<a href=\" java\nscript:alert(1)\">a</a>", "<a>a</a>")]
    [InlineData("<a href=\"/logout\">a</a>", "<a>a</a>")]
    [InlineData("<a href=\"cid:x\">a</a>", "<a>a</a>")]
    [InlineData("<form action=\"https://example.com\"><input name=a><b>x</b></form>", "<b>x</b>")]
    [InlineData("<iframe src=\"https://example.com\">x</iframe>a", "a")]
    [InlineData("<svg><script>alert(1)</script></svg>a", "a")]
    [InlineData("<math><mi xlink:href=\"javascript:x\">m</mi></math>a", "a")]
    [InlineData("<style>body{background:url(https://example.com)}</style>a", "a")]
    [InlineData("<img src=\"data:image/svg+xml,x\">", "<img>")]
    [InlineData("<img src=\"cid:logo@x\" onerror=\"x\">", "<img src=\"cid:logo@x\">")]
    [InlineData("<img src=\"https://example.com/p.gif?a=1&amp;b\" srcset=\"https://example.com/q.gif 2x\">", "<img data-remote-src=\"https://example.com/p.gif?a=1&amp;b\">")]
    [InlineData("<img src=\"//example.com/p.gif\">", "<img data-remote-src=\"https://example.com/p.gif\">")]
    [InlineData("<img data-remote-src=\"javascript:x\">", "<img>")]
    [InlineData("<table background=\"https://example.com/x.png\"><tr><td>a</td></tr></table>", "<table><tbody><tr><td>a</td></tr></tbody></table>")]
    [InlineData("<p style=\"color: red; background: url(https://example.com/x)\">a</p>", "<p style=\"color: red\">a</p>")]
    [InlineData("<p style=\"background:u\\72l(https://example.com)\">a</p>", "<p>a</p>")]
    [InlineData("<p style=\"width: expression(alert(1)); position: fixed\">a</p>", "<p>a</p>")]
    [InlineData("<p data-tern-style=\"background:url(x)\">a</p>", "<p>a</p>")]
    [InlineData("<!-- a --><p>b</p>", "<p>b</p>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">a</p></noscript>b", "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\">a</p>b")]
    public void Markup_comes_out_harmless(string html, string safe) => Assert.Equal(safe, SafeHtml.Sanitize(html));

    [Theory]
    [InlineData("https://example.com/a?b=c")]
    [InlineData("mailto:ann@example.com")]
    [InlineData("tel:+491234")]
    public void Links_open_elsewhere_and_give_nothing_away(string url)
    {
        var safe = SafeHtml.Sanitize($"<a href=\"{url}\" target=\"_top\">a</a>");

        Assert.Contains($"href=\"{url}\"", safe, StringComparison.Ordinal);
        Assert.Contains("rel=\"noopener noreferrer nofollow\"", safe, StringComparison.Ordinal);
        Assert.Contains("target=\"_blank\"", safe, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_hundred_nested_blocks_survive()
    {
        var html = string.Concat(Enumerable.Repeat("<div>", 318)) + "core" + string.Concat(Enumerable.Repeat("</div>", 318));

        Assert.Equal(html, SafeHtml.Sanitize(html));
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<b>")]
    [InlineData("<b><p>")]
    [InlineData("<ul><li>")]
    [InlineData("<blockquote>")]
    [InlineData("<a href=x><div>")]
    [InlineData("<p><font size=1>")]
    [InlineData("<svg>")]
    [InlineData("<select>")]
    [InlineData("<foo>")]
    public void A_hundred_thousand_nested_elements_are_flattened(string start)
    {
        var html = "before " + string.Concat(Enumerable.Repeat(start, 100_000)) + "core";

        Assert.StartsWith("before", SafeHtml.Sanitize(html), StringComparison.Ordinal);
        Assert.StartsWith("before", SafeHtml.ToText(html), StringComparison.Ordinal);
    }

    [Fact]
    public void Safe_markup_stays_safe_when_parsed_again() =>
        Gen.OneOf(new[]
            {
                "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "a", "&lt;", "<", ">", "\"", "<img src=cid:a>", "<a href='https://e.com'>", "<svg>", "<style>", "<!--", "-->", "<noscript>", "<title>", " onclick=x", "<script>",
            }.Select(p => Gen.Const(p)).ToArray())
            .Array[0, 30].Sample(parts =>
            {
                var once = SafeHtml.Sanitize(string.Concat(parts));
                var twice = SafeHtml.Sanitize(once);
                return IsHarmless(once) && IsHarmless(twice) && SafeHtml.ToText(once).Length >= SafeHtml.ToText(twice).Length;
            }, iter: 1000);

    private static bool IsHarmless(string html) =>
        !html.Contains("<script", StringComparison.OrdinalIgnoreCase) && !html.Contains("<style", StringComparison.OrdinalIgnoreCase)
        && !html.Contains("<svg", StringComparison.OrdinalIgnoreCase) && !html.Contains("<noscript", StringComparison.OrdinalIgnoreCase) && !html.Contains("<!--", StringComparison.Ordinal);
}
