using System.Net;
using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Readable text out of HTML, good enough for previews and the customer's page.</summary>
internal static partial class PlainText
{
    internal static string FromHtml(string html)
    {
        var text = Hidden().Replace(html, string.Empty);
        text = Breaks().Replace(text, "\n");
        text = WebUtility.HtmlDecode(Tags().Replace(text, string.Empty));
        return BlankLines().Replace(text, "\n\n").Trim();
    }

    [GeneratedRegex("<(?<tag>style|script|head|title)\\b[^>]*>.*?</\\k<tag>>", RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<br\\b[^>]*>|</(p|div|li|tr|h[1-6]|blockquote)>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Breaks();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Tags();

    [GeneratedRegex("\\n\\s*\\n(\\s*\\n)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex BlankLines();
}
