using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>Renders a page as plain text. Recursive: the page's depth is bounded by <see cref="DepthLimit"/>.</summary>
internal sealed partial class HtmlText
{
    private readonly TextLines _lines = new();

    internal static string All(IElement body) => Lines(body).ToString();

    /// <summary>The text, with where in the page each of its lines stands.</summary>
    internal static TextLines Lines(IElement body)
    {
        var text = new HtmlText();
        text.Children(body);
        return text._lines;
    }

    private void Children(INode node)
    {
        // By index: NextSibling searches the parent's list from its start.
        var children = node.ChildNodes;
        for (var i = 0; i < children.Length; i++)
        {
            var child = children[i];
            if (child is IElement element)
            {
                Element(element);
            }
            else if (child is IText text)
            {
                _lines.Words(text.Data, text);
            }
        }
    }

    private void Element(IElement element)
    {
        var name = element.LocalName;
        if ((MarkupRules.DroppedWhole.Contains(name) && name is not "noscript") || IsHidden(element))
        {
            return;
        }

        switch (name)
        {
            case "br":
                _lines.Break();
                break;
            case "hr":
                _lines.Block(0);
                _lines.Words("---", element);
                _lines.Block(0);
                break;
            case "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "dl" or "table" or "figure":
                var space = IsWordParagraph(element) && !string.IsNullOrWhiteSpace(element.TextContent) ? 0 : 1;
                _lines.Block(space);
                Children(element);
                _lines.Block(space);
                break;
            case "ul" or "ol":
                List(element);
                break;
            case "li":
                Item(element, "- ");
                break;
            case "blockquote":
                _lines.Block(0);
                _lines.Push("> ");
                Children(element);
                _lines.Pop();
                _lines.Block(0);
                break;
            case "tr":
                Row(element);
                break;
            case "pre":
                _lines.Block(0);
                _lines.Verbatim++;
                Children(element);
                _lines.Verbatim--;
                _lines.Block(0);
                break;
            case "a":
                Link(element);
                break;
            case "img":
                Picture(element);
                break;
            case "div" or "section" or "article" or "header" or "footer" or "center" or "address" or "dt" or "dd" or "tbody" or "thead" or "tfoot" or "form" or "caption" or "td" or "th" or "main" or "nav" or "aside":
                _lines.Block(0);
                Children(element);
                _lines.Block(0);
                break;
            default:
                Children(element);
                break;
        }
    }

    // What the sender's program shows to nobody, as the line that newsletters add for the list of mails only.
    private static bool IsHidden(IElement element) =>
        element.HasAttribute("hidden") || (element.GetAttribute("style") is { Length: > 0 } style
            && (style.Contains("none", StringComparison.OrdinalIgnoreCase) || style.Contains("mso-hide", StringComparison.OrdinalIgnoreCase)) && HiddenStyle().IsMatch(style));

    [GeneratedRegex(@"(?:^|;)\s*(?:display\s*:\s*none|mso-hide\s*:\s*all)\s*(?:!\s*important\s*)?(?:;|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HiddenStyle();

    // Outlook writes every line as a paragraph without margins, an empty line as one without words.
    private static bool IsWordParagraph(IElement element) =>
        element.LocalName == "p" && element.ClassName is { } name && name.Contains("Mso", StringComparison.Ordinal);

    private void List(IElement list)
    {
        _lines.Block(0);
        var isOrdered = list.LocalName == "ol";
        var number = isOrdered && int.TryParse(list.GetAttribute("start"), out var start) ? start : 1;
        for (var i = 0; i < list.ChildNodes.Length; i++)
        {
            var child = list.ChildNodes[i];
            if (child is IElement { LocalName: "li" } item)
            {
                // An item may say its own number, and the next go on from there (HTML §4.4.8).
                number = item.HasAttribute("value") && int.TryParse(item.GetAttribute("value"), out var own) ? own : number;
                Item(item, isOrdered ? $"{number++}. " : "- ");
            }
            else if (child is IElement other)
            {
                Element(other);
            }
        }

        _lines.Block(0);
    }

    private void Item(IElement item, string bullet)
    {
        _lines.Block(0);
        _lines.Words(bullet);
        _lines.Push(new string(' ', bullet.Length));
        Children(item);
        _lines.Pop();
        _lines.Block(0);
    }

    /// <summary>Cells of a data row stand on one line; cells of a layout table each on their own.</summary>
    private void Row(IElement row)
    {
        _lines.Block(0);
        var cells = row.Children.Where(c => c.LocalName is "td" or "th").ToList();
        var isData = cells.Count > 1 && cells.TrueForAll(IsShortCell) && cells.Count(c => !string.IsNullOrWhiteSpace(c.TextContent)) > 1;
        var isFirst = true;
        foreach (var cell in cells)
        {
            if (!isData)
            {
                Element(cell);
                continue;
            }

            if (!isFirst)
            {
                _lines.Words(" | ");
            }

            isFirst = false;
            Children(cell);
        }

        _lines.Block(0);
    }

    private static bool IsShortCell(IElement cell)
    {
        var elements = 0;
        foreach (var child in cell.Children)
        {
            if (++elements > 3 || child.LocalName is "table" or "div" or "p" or "ul" or "ol" or "br" or "blockquote" or "pre" or "img")
            {
                return false;
            }
        }

        return true;
    }

    private void Link(IElement link)
    {
        var start = _lines.Mark();
        Children(link);
        var href = MarkupRules.CleanUrl(link.GetAttribute("href"));
        if (href is null || !MarkupRules.HasAllowedScheme(href))
        {
            return;
        }

        var shown = _lines.Since(start).Trim();
        var address = href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? href[7..].Split('?')[0] : href;
        if (shown.Length == 0 || Same(shown, address) || href.StartsWith("tel:", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        _lines.Words($" <{address}>");
    }

    private static bool Same(string shown, string address)
    {
        static string Core(string s)
        {
            var at = s.IndexOf("://", StringComparison.Ordinal);
            return (at >= 0 ? s[(at + 3)..] : s).TrimEnd('/');
        }

        return string.Equals(Core(shown), Core(address), StringComparison.OrdinalIgnoreCase);
    }

    private void Picture(IElement picture)
    {
        if (Caption(picture) is { } caption)
        {
            _lines.Words(caption, picture);
        }
    }

    /// <summary>What stands for a picture in text; null where it says nothing, or only counts who looks.</summary>
    internal static string? Caption(IElement picture) =>
        picture.GetAttribute("alt") is { Length: > 0 and < 200 } alt && picture.GetAttribute("width") is not ("1" or "0") ? $"[{alt.Trim()}]" : null;
}
