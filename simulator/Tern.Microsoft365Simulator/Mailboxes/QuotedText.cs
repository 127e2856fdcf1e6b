using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Where the quoted mail begins: at the marks Outlook, Gmail, Apple Mail and plain-text clients set before it.</summary>
internal static partial class QuotedText
{
    internal static string CutText(string text) => TextMark().Match(text) is { Success: true } mark ? text[..mark.Index].TrimEnd() : text;

    internal static string CutHtml(string html)
    {
        if (HtmlMark().Match(html) is not { Success: true } mark)
        {
            return html;
        }

        var end = html.Contains("</body>", StringComparison.OrdinalIgnoreCase) ? "</body></html>" : string.Empty;
        return html[..mark.Index].TrimEnd() + end;
    }

    [GeneratedRegex(@"^(-{3,} ?Original Message ?-{3,}|_{10,}\s*$|>|From:\s.+\n(Sent|Date|To):|On\s[^\n]{5,200}(\n[^\n]{1,100})?\swrote:)", RegexOptions.Multiline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex TextMark();

    [GeneratedRegex("<hr\\b[^<>]*>\\s*<div id=\"divRplyFwdMsg\"|<div id=\"(appendonsend|divRplyFwdMsg)\"|<div class=\"gmail_(quote|attr)|<blockquote\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex HtmlMark();
}
