using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// HTML without what could run: Exchange takes out scripts, frames, objects, forms, handlers and script addresses, and
/// says no more than that "any potentially unsafe HTML" goes (resources/itembody). For fidelity there is the MIME.
/// </summary>
internal static partial class SafeHtml
{
    private static readonly string[] Dangerous = ["script", "iframe", "object", "applet", "noscript", "form", "svg", "math", "audio", "video"];

    internal static string Of(string html)
    {
        var without = Comments().Replace(HtmlElements.Without(html, Dangerous, endsWithText: true), string.Empty);
        return HtmlElements.ReplaceTags(without, first => char.IsAsciiLetter(first) || first == '/', Cleaned);
    }

    private static string Cleaned(string tag) => Lone().IsMatch(tag)
        ? string.Empty
        : Attributes().Replace(tag, attribute => IsSafe(attribute) ? attribute.Value : string.Empty);

    private static bool IsSafe(Match attribute)
    {
        var name = attribute.Groups["name"].Value;
        var value = System.Net.WebUtility.HtmlDecode(attribute.Groups["value"].Value.Trim('"', '\'')).Trim();
        var scheme = Blanks().Replace(value, string.Empty);
        return !name.StartsWith("on", StringComparison.OrdinalIgnoreCase)
            && !scheme.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
            && !scheme.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase)
            && !scheme.StartsWith("data:text/html", StringComparison.OrdinalIgnoreCase)
            && !(name.Equals("style", StringComparison.OrdinalIgnoreCase) && Expression().IsMatch(scheme));
    }

    [GeneratedRegex("<!--.*?(-->|$)", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Comments();

    [GeneratedRegex("^</?(script|iframe|object|applet|embed|form|input|button|base|frame|frameset|link|svg|math|meta\\b[^>]*refresh)\\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Lone();

    [GeneratedRegex("[\\s/](?<name>[^\\s=>\"'/]+)\\s*=\\s*(?<value>\"[^\"]*\"|'[^']*'|[^\\s>]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Attributes();

    [GeneratedRegex("expression\\(|javascript:|behavior:|-moz-binding", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("[\\s\\x00-\\x20]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
