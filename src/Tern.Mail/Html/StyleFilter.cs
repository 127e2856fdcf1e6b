using System.Buffers;
using System.Text;

namespace Tern.Mail.Html;

/// <summary>
/// Keeps the declarations of a style attribute that only colour, size and place text. A value may contain nothing but plain words, numbers
/// and the named functions: no escapes, comments, addresses or at-rules can be spelled with what is left.
/// </summary>
internal static class StyleFilter
{
    private const int MaxLength = 4000;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \t#%.,-+!/()'_\"");

    private static readonly HashSet<string> Properties = new(StringComparer.OrdinalIgnoreCase)
    {
        "background", "background-color", "border", "border-bottom", "border-bottom-color", "border-bottom-style", "border-bottom-width", "border-collapse",
        "border-color", "border-left", "border-left-color", "border-left-style", "border-left-width", "border-radius", "border-right", "border-right-color",
        "border-right-style", "border-right-width", "border-spacing", "border-style", "border-top", "border-top-color", "border-top-style", "border-top-width",
        "border-width", "box-sizing", "caption-side", "clear", "color", "direction", "display", "empty-cells", "float", "font", "font-family", "font-size", "font-style",
        "font-variant", "font-weight", "height", "letter-spacing", "line-height", "list-style", "list-style-position", "list-style-type", "margin", "margin-bottom",
        "margin-left", "margin-right", "margin-top", "max-height", "max-width", "min-height", "min-width", "overflow-wrap", "padding", "padding-bottom",
        "padding-left", "padding-right", "padding-top", "table-layout", "text-align", "text-decoration", "text-indent", "text-transform", "unicode-bidi",
        "vertical-align", "white-space", "width", "word-break", "word-spacing", "word-wrap",
    };

    private static readonly string[] Functions = ["rgb", "rgba", "hsl", "hsla"];

    internal static string Filter(string style)
    {
        if (style.Length > MaxLength)
        {
            return "";
        }

        var kept = new StringBuilder(style.Length);
        foreach (var range in style.AsSpan().Split(';'))
        {
            var declaration = style.AsSpan(range);
            var colon = declaration.IndexOf(':');
            if (colon <= 0)
            {
                continue;
            }

            var property = declaration[..colon].Trim();
            var value = declaration[(colon + 1)..].Trim();
            if (!Properties.GetAlternateLookup<ReadOnlySpan<char>>().Contains(property) || !IsHarmless(property, value))
            {
                continue;
            }

            if (kept.Length > 0)
            {
                kept.Append("; ");
            }

            kept.Append(property).Append(": ").Append(value);
        }

        return kept.ToString();
    }

    private static bool IsHarmless(ReadOnlySpan<char> property, ReadOnlySpan<char> value)
    {
        if (value.IsEmpty || value.Length > 300 || value.ContainsAnyExcept(Plain) || value.IndexOf("//", StringComparison.Ordinal) >= 0)
        {
            return false;
        }

        // Negative margins and huge sizes let a mail paint over what is beside it; inside a frame they only hide its own text.
        if (property.StartsWith("margin", StringComparison.OrdinalIgnoreCase) && value.Contains('-'))
        {
            return false;
        }

        var doubles = value.Count('"');
        return doubles % 2 == 0 && value.Count('\'') % 2 == 0 && FunctionsAreKnown(value);
    }

    private static bool FunctionsAreKnown(ReadOnlySpan<char> value)
    {
        var depth = 0;
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] == '(')
            {
                var start = i;
                while (start > 0 && (char.IsAsciiLetterOrDigit(value[start - 1]) || value[start - 1] is '-' or '_'))
                {
                    start--;
                }

                var name = value[start..i].ToString();
                if (++depth > 1 || !Functions.Contains(name, StringComparer.OrdinalIgnoreCase))
                {
                    return false;
                }
            }
            else if (value[i] == ')' && --depth < 0)
            {
                return false;
            }
        }

        return depth == 0;
    }
}
