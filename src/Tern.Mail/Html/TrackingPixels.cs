using System.Globalization;
using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>Pictures from elsewhere that nobody is meant to see: whoever loads them tells the sender that the mail was read, when, and from where.</summary>
internal static class TrackingPixels
{
    private const int MaxSize = 3;
    private const int MaxFound = 50;

    /// <summary>Their addresses, in their order, none twice.</summary>
    internal static IReadOnlyList<string> In(IElement body) =>
    [
        .. body.QuerySelectorAll("img").Where(IsPixel).Select(picture => MarkupRules.CleanUrl(picture.GetAttribute("src"))!).Distinct().Take(MaxFound),
    ];

    internal static bool IsPixel(IElement picture)
    {
        if (MarkupRules.CleanUrl(picture.GetAttribute("src")) is not { } source || !(MarkupRules.IsWeb(source) || source.StartsWith("//", StringComparison.Ordinal)))
        {
            return false;
        }

        var style = picture.GetAttribute("style") ?? "";
        var (width, height) = (Size(picture.GetAttribute("width") ?? Declared(style, "width")), Size(picture.GetAttribute("height") ?? Declared(style, "height")));
        return (width <= MaxSize && height <= MaxSize)
            || Declared(style, "display") == "none" || Declared(style, "visibility") == "hidden" || Declared(style, "opacity") == "0";
    }

    /// <summary>In pixels; what is not told or told in other units is no pixel.</summary>
    private static double Size(string? value) =>
        value is not null && double.TryParse(value.Trim().TrimEnd('p', 'x', 'P', 'X').Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var size) && size >= 0 ? size : double.MaxValue;

    private static string? Declared(string style, string property)
    {
        foreach (var declaration in style.Split(';', 100))
        {
            var colon = declaration.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && declaration.AsSpan(0, colon).Trim().Equals(property, StringComparison.OrdinalIgnoreCase))
            {
                return declaration[(colon + 1)..].Replace("!important", "", StringComparison.OrdinalIgnoreCase).Trim().ToLowerInvariant();
            }
        }

        return null;
    }
}
