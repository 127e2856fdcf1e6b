using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Html;

/// <summary>Plain text as HTML: escaped, line breaks and runs of spaces kept, web addresses as links.</summary>
internal static partial class TextMarkup
{
    /// <summary>Before and after the number of a picture that will stand there; no part of an address.</summary>
    internal const char PictureMark = '\uE000';
    internal const char PictureEnd = '\uE001';

    internal static string ToHtml(string text)
    {
        var html = new StringBuilder(text.Length + 64).Append("<div>");
        var position = 0;
        foreach (Match link in Links().Matches(text))
        {
            Append(html, text.AsSpan(position, link.Index - position));
            var url = link.Value.TrimEnd('.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"');
            html.Append("<a href=\"").Append(WebUtility.HtmlEncode(url)).Append("\">").Append(WebUtility.HtmlEncode(url)).Append("</a>");
            position = link.Index + url.Length;
        }

        Append(html, text.AsSpan(position));
        return html.Append("</div>").ToString();
    }

    private static void Append(StringBuilder html, ReadOnlySpan<char> text)
    {
        var previous = '\n';
        foreach (var c in text)
        {
            switch (c)
            {
                case '\r':
                    continue;
                case '\n':
                    html.Append("<br>\n");
                    break;
                case ' ' when previous is ' ' or '\n':
                    html.Append("&nbsp;");
                    break;
                case '&':
                    html.Append("&amp;");
                    break;
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                default:
                    html.Append(c);
                    break;
            }

            previous = c;
        }
    }

    [GeneratedRegex(@"\bhttps?://[^\s<>""\uE000]{1,2000}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Links();
}
