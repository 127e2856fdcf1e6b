using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>
/// Undoes the addresses that Defender for Office 365 puts in place of links (learn.microsoft.com: safe-links-about), so that people see where a link leads.
/// The answer then goes out with the link as it was written.
/// </summary>
internal static partial class SafeLinks
{
    internal const string Host = ".safelinks.protection.outlook.com/";

    /// <summary>The address behind; the address itself where it is none of those, or carries none that may be followed.</summary>
    internal static string Undo(string address)
    {
        if (!address.Contains(Host, StringComparison.OrdinalIgnoreCase) || Wrapped().Match(address) is not { Success: true } wrapped)
        {
            return address;
        }

        var inner = MarkupRules.CleanUrl(Uri.UnescapeDataString(wrapped.Groups["url"].Value.Replace("&amp;", "&", StringComparison.Ordinal)));
        return inner is not null && MarkupRules.IsWeb(inner) && Uri.IsWellFormedUriString(inner, UriKind.Absolute) ? inner : address;
    }

    /// <summary>The same for every such address in a text.</summary>
    internal static string UndoIn(string text) => text.Contains(Host, StringComparison.OrdinalIgnoreCase) ? Wrapped().Replace(text, match => Undo(match.Value)) : text;

    /// <summary>The same for the links of a page, and where it shows such an address.</summary>
    internal static void UndoIn(IDocument page)
    {
        if (page.Body is not { } body)
        {
            return;
        }

        foreach (var link in body.QuerySelectorAll("a[href]"))
        {
            link.SetAttribute("href", Undo(link.GetAttribute("href")!));
        }

        foreach (var text in body.Descendants<IText>().ToList())
        {
            text.Data = UndoIn(text.Data);
        }
    }

    [GeneratedRegex(@"https://[a-z0-9-]{1,40}\.safelinks\.protection\.outlook\.com/[a-z/]{0,20}\?(?:[a-z]{1,10}=[^&\s<>""']{0,200}&(?:amp;)?){0,3}url=(?<url>[^&\s<>""']{1,4000})(?:&[^\s<>""']{0,2000})?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Wrapped();
}
