namespace Tern.Mail.Html;

/// <summary>What of HTML a mail may use.</summary>
internal static class MarkupRules
{
    /// <summary>Elements that are unwrapped by no one: their content is code, metadata, or a form.</summary>
    internal static HashSet<string> DroppedWhole { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "head", "title", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "template", "svg", "math", "xmp", "plaintext",
        "noembed", "noscript", "textarea", "select", "option", "meta", "link", "base", "audio", "video", "source", "track", "canvas", "portal", "xml", "bgsound",
    };

    internal static HashSet<string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "acronym", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
        "dd", "del", "details", "dfn", "dir", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
        "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "s", "samp", "section", "small", "span", "strike", "strong", "sub", "summary", "sup",
        "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    };

    internal static HashSet<string> Attributes { get; } = new(StringComparer.OrdinalIgnoreCase)
    {
        "abbr", "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "cite-type", "color", "cols", "colspan", "datetime", "dir", "face", "height", "href",
        "hspace", "lang", "noshade", "nowrap", "reversed", "rowspan", "scope", "size", "span", "src", "start", "title", "type", "valign", "value", "vspace", "width",
    };

    internal static bool IsWeb(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    internal static bool HasAllowedScheme(string url)
    {
        var trimmed = url.AsSpan().TrimStart();
        foreach (var scheme in (ReadOnlySpan<string>)["http:", "https:", "mailto:", "tel:", "cid:"])
        {
            if (trimmed.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A URL without white space and control characters, which browsers skip (WHATWG URL §4.4); null where nothing is left.</summary>
    internal static string? CleanUrl(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return null;
        }

        var trimmed = url.Trim();
        return trimmed.Any(char.IsControl) ? string.Concat(trimmed.Where(c => !char.IsControl(c))) : trimmed;
    }
}
