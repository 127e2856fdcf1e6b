using System.Net;
using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Readable text out of HTML, good enough for previews and the customer's page.</summary>
internal static partial class PlainText
{
    private static readonly string[] Hidden = ["style", "script", "head", "title"];

    internal static string FromHtml(string html)
    {
        var shown = HtmlElements.Without(html, Hidden, endsWithText: false);
        var text = WebUtility.HtmlDecode(HtmlElements.ReplaceTags(shown, _ => true, tag => Break().IsMatch(tag) ? "\n" : string.Empty));
        return BlankLines().Replace(text, "\n\n").Trim();
    }

    [GeneratedRegex("^(<br\\b|</(p|div|li|tr|h[1-6]|blockquote)>)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Break();

    [GeneratedRegex("\\n\\s*\\n(\\s*\\n)+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex BlankLines();
}
