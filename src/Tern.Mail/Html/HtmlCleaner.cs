using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Ganss.Xss;

namespace Tern.Mail.Html;

/// <summary>Runs the sanitizer over a parsed page, with what mail needs beyond it: placeholders for pictures, links that give nothing away, styles.</summary>
internal static class HtmlCleaner
{
    /// <summary>Filtered styles travel under this name, since the sanitizer's own CSS parser costs more than everything else together.</summary>
    private const string StyleCarrier = "data-tern-style";

    [ThreadStatic]
    private static HtmlSanitizer? _sanitizer;

    internal static string Clean(IHtmlDocument document, IElement body)
    {
        Prepare(body);
        var sanitizer = _sanitizer ??= Create();
        sanitizer.SanitizeDom(document, (IHtmlElement)body);
        Finish(body);
        return body.InnerHtml.Trim();
    }

    private static void Prepare(IElement body)
    {
        foreach (var element in body.QuerySelectorAll("*").ToList())
        {
            var name = element.LocalName;
            if (MarkupRules.DroppedWhole.Contains(name) || element.NamespaceUri is not null && element.NamespaceUri != NamespaceNames.HtmlUri)
            {
                element.Remove();
                continue;
            }

            element.RemoveAttribute(StyleCarrier);
            element.RemoveAttribute(SafeHtml.RemoteSource);
            element.RemoveAttribute(SafeHtml.TrackingPixel);
            if (name == "img" && TrackingPixels.IsPixel(element))
            {
                element.SetAttribute(SafeHtml.TrackingPixel, "");
            }

            if (element.GetAttribute("style") is { } style)
            {
                element.RemoveAttribute("style");
                if (StyleFilter.Filter(style) is { Length: > 0 } safe)
                {
                    element.SetAttribute(StyleCarrier, safe);
                }
            }

            if (name == "img")
            {
                PreparePicture(element);
            }
        }
    }

    private static void PreparePicture(IElement picture)
    {
        var source = MarkupRules.CleanUrl(picture.GetAttribute("src"));
        if (source is null)
        {
            return;
        }

        if (source.StartsWith("//", StringComparison.Ordinal))
        {
            source = "https:" + source;
        }

        if (MarkupRules.IsWeb(source))
        {
            picture.RemoveAttribute("src");
            picture.SetAttribute(SafeHtml.RemoteSource, source);
        }
        else if (!source.StartsWith("cid:", StringComparison.OrdinalIgnoreCase))
        {
            picture.RemoveAttribute("src");
        }
    }

    private static void Finish(IElement body)
    {
        foreach (var element in body.QuerySelectorAll("*"))
        {
            if (element.GetAttribute(StyleCarrier) is { } style)
            {
                element.RemoveAttribute(StyleCarrier);
                element.SetAttribute("style", style);
            }

            if (element.LocalName == "a" && element.HasAttribute("href"))
            {
                element.SetAttribute("rel", "noopener noreferrer nofollow");
                element.SetAttribute("target", "_blank");
            }
        }
    }

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = MarkupRules.Tags,
            AllowedAttributes = new HashSet<string>(MarkupRules.Attributes, StringComparer.OrdinalIgnoreCase) { StyleCarrier, SafeHtml.RemoteSource, SafeHtml.TrackingPixel },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto", "tel", "cid" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
            AllowedCssProperties = new HashSet<string>(StringComparer.OrdinalIgnoreCase),
        })
        {
            KeepChildNodes = true,
        };
        sanitizer.FilterUrl += static (_, e) =>
        {
            // A relative address would point into the desk, and cid: means nothing but a picture of this mail.
            var url = e.SanitizedUrl;
            var isCid = url?.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) == true;
            if (url is null || isCid != (e.Tag.LocalName == "img") || !MarkupRules.HasAllowedScheme(url))
            {
                e.SanitizedUrl = null;
            }
        };
        return sanitizer;
    }
}
