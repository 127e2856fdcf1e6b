using System.Text;

namespace Tern.Mail.Html;

/// <summary>
/// Bounds what parsing a page may cost before it is parsed. HTML5 tree building is quadratic in nesting, and unclosed formatting
/// elements are repeated in every later block, so that a short page can stand for gigabytes.
/// </summary>
internal static class MarkupGuard
{
    internal const int MaxDepth = 512;
    private const int MaxFormatting = 64;
    private const int MaxRepeats = 100_000;

    /// <summary>Removing and looking up siblings is linear in their number.</summary>
    private const int MaxTags = 40_000;

    private static readonly HashSet<string> Unnested = new(StringComparer.OrdinalIgnoreCase)
    {
        "br", "img", "hr", "meta", "link", "input", "col", "area", "base", "wbr", "embed", "source", "track", "param", "!doctype", "p", "li", "td", "th", "tr",
        "dt", "dd", "option", "tbody", "thead", "tfoot", "o:p", "html", "head", "body",
    };

    private static readonly HashSet<string> Formatting = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
    };

    /// <summary>The markup itself where it is reasonable; else a copy without the tags that go too far.</summary>
    internal static string Bound(string html)
    {
        var (depth, formatting, repeats, end) = Measure(html);
        html = end < html.Length ? html[..end] : html;
        return depth <= MaxDepth && formatting <= MaxFormatting && repeats <= MaxRepeats ? html : Rewrite(html, dropFormatting: repeats > MaxRepeats);
    }

    private static (int Depth, int Formatting, long Repeats, int End) Measure(string html)
    {
        int depth = 0, deepest = 0, formatting = 0, mostFormatting = 0;
        long repeats = 0;
        var lookup = Unnested.GetAlternateLookup<ReadOnlySpan<char>>();
        var styles = Formatting.GetAlternateLookup<ReadOnlySpan<char>>();
        var position = 0;
        var tags = 0;
        while (NextTag(html, ref position, out var tag))
        {
            if (++tags > MaxTags)
            {
                return (deepest, mostFormatting, repeats, tag.Start);
            }

            var name = html.AsSpan(tag.NameStart, tag.NameLength);
            if (styles.Contains(name))
            {
                formatting = Math.Max(0, formatting + (tag.IsEnd ? -1 : 1));
                mostFormatting = Math.Max(mostFormatting, formatting);
            }
            else
            {
                repeats += formatting;
            }

            if (!lookup.Contains(name))
            {
                depth = Math.Max(0, depth + (tag.IsEnd ? -1 : 1));
                deepest = Math.Max(deepest, depth);
            }
        }

        return (deepest, mostFormatting, repeats, html.Length);
    }

    private static string Rewrite(string html, bool dropFormatting)
    {
        var kept = new StringBuilder(html.Length);
        var lookup = Unnested.GetAlternateLookup<ReadOnlySpan<char>>();
        var styles = Formatting.GetAlternateLookup<ReadOnlySpan<char>>();
        int depth = 0, formatting = 0, position = 0, copied = 0;
        while (NextTag(html, ref position, out var tag))
        {
            var name = html.AsSpan(tag.NameStart, tag.NameLength);
            var isStyle = styles.Contains(name);
            var drop = isStyle && dropFormatting;
            if (!drop && !lookup.Contains(name))
            {
                // An end tag whose start was dropped goes too, as long as the count says so.
                var (before, after) = (depth, Math.Max(0, depth + (tag.IsEnd ? -1 : 1)));
                depth = after;
                drop = Math.Max(before, after) > MaxDepth;
                if (isStyle)
                {
                    formatting = Math.Max(0, formatting + (tag.IsEnd ? -1 : 1));
                    drop |= formatting > MaxFormatting;
                }
            }

            if (drop)
            {
                kept.Append(html, copied, tag.Start - copied);
                copied = tag.End;
            }
        }

        kept.Append(html, copied, html.Length - copied);
        return kept.ToString();
    }

    private readonly record struct Tag(int Start, int End, int NameStart, int NameLength, bool IsEnd);

    private static bool NextTag(string html, ref int position, out Tag tag)
    {
        while (position < html.Length)
        {
            var start = html.IndexOf('<', position);
            if (start < 0 || start + 1 >= html.Length)
            {
                break;
            }

            var nameStart = start + 1;
            var isEnd = html[nameStart] == '/';
            nameStart += isEnd ? 1 : 0;
            var nameEnd = nameStart;
            while (nameEnd < html.Length && nameEnd - nameStart < 40 && !char.IsWhiteSpace(html[nameEnd]) && html[nameEnd] is not ('>' or '/' or '<'))
            {
                nameEnd++;
            }

            if (nameEnd == nameStart || !(char.IsAsciiLetter(html[nameStart]) || html[nameStart] == '!'))
            {
                position = start + 1;
                continue;
            }

            var end = html.IndexOf('>', nameEnd);
            end = end < 0 ? html.Length : end + 1;
            tag = new Tag(start, end, nameStart, nameEnd - nameStart, isEnd);
            position = end;
            return true;
        }

        tag = default;
        return false;
    }
}
