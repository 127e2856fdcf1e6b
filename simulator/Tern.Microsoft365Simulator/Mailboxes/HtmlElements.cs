using System.Text;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Finds tags and elements in HTML of any kind in one pass: mail holds megabytes of brackets that never close, and a search
/// that begins anew at each of them would take minutes.
/// </summary>
internal static class HtmlElements
{
    /// <summary>The HTML without these elements and what is in them.</summary>
    /// <param name="html">The HTML.</param>
    /// <param name="names">Their names.</param>
    /// <param name="endsWithText">Whether one that is never closed goes on to the end; else its tag stays.</param>
    internal static string Without(string html, string[] names, bool endsWithText)
    {
        StringBuilder? result = null;
        var neverClosed = new HashSet<string>(StringComparer.Ordinal);
        var kept = 0;
        for (var at = html.IndexOf('<'); at >= 0; at = Next(html, at + 1))
        {
            if (Array.Find(names, n => IsTag(html, at + 1, n)) is not { } name || neverClosed.Contains(name))
            {
                continue;
            }

            var open = html.IndexOf('>', at);
            if (open < 0)
            {
                break;
            }

            var end = EndOf(html, open + 1, name);
            if (end < 0 && !endsWithText)
            {
                neverClosed.Add(name);
                continue;
            }

            (result ??= new StringBuilder(html.Length)).Append(html, kept, at - kept);
            kept = end < 0 ? html.Length : end;
            at = kept - 1;
        }

        return result is null ? html : result.Append(html, kept, html.Length - kept).ToString();
    }

    /// <summary>The HTML with each tag replaced: what goes from one bracket to the next closing one.</summary>
    /// <param name="html">The HTML.</param>
    /// <param name="begins">Whether a bracket before this character begins a tag; else it is text.</param>
    /// <param name="replace">What stands in the place of a tag.</param>
    internal static string ReplaceTags(string html, Predicate<char> begins, Func<string, string> replace)
    {
        StringBuilder? result = null;
        var kept = 0;
        for (var at = html.IndexOf('<'); at >= 0; at = Next(html, Math.Max(kept, at + 1)))
        {
            if (at + 1 == html.Length || !begins(html[at + 1]))
            {
                continue;
            }

            var end = html.IndexOf('>', at);
            if (end < 0)
            {
                break;
            }

            (result ??= new StringBuilder(html.Length)).Append(html, kept, at - kept).Append(replace(html[at..(end + 1)]));
            kept = end + 1;
        }

        return result is null ? html : result.Append(html, kept, html.Length - kept).ToString();
    }

    private static int Next(string html, int from) => from < html.Length ? html.IndexOf('<', from) : -1;

    // After "</name" there may be blanks before the bracket.
    private static int EndOf(string html, int from, string name)
    {
        var close = $"</{name}";
        for (var at = html.IndexOf(close, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = html.IndexOf(close, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + close.Length;
            while (end < html.Length && char.IsWhiteSpace(html[end]))
            {
                end++;
            }

            if (end < html.Length && html[end] == '>')
            {
                return end + 1;
            }
        }

        return -1;
    }

    private static bool IsTag(string html, int at, string name) =>
        string.Compare(html, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0
        && (at + name.Length == html.Length || !(char.IsLetterOrDigit(html[at + name.Length]) || html[at + name.Length] == '_'));
}
