using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Composing;

/// <summary>Content ids (RFC 2392): how a page refers to a picture of its mail.</summary>
internal static partial class ContentIds
{
    /// <summary>The ids a page refers to by <c>cid:</c>, without regard to case, as programs resolve them.</summary>
    internal static HashSet<string> In(string? html)
    {
        var ids = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Match reference in Reference().Matches(html ?? ""))
        {
            ids.Add(Uri.UnescapeDataString(reference.Groups["id"].Value));
        }

        return ids;
    }

    /// <summary>The id of a reference; null where it is none.</summary>
    internal static string? OfReference(string? source) =>
        source?.StartsWith("cid:", StringComparison.OrdinalIgnoreCase) == true ? MessageIds.Normalize(Uri.UnescapeDataString(source[4..])) : null;

    /// <summary>Whether an id needs no quoting and escaping anywhere, neither in a header nor in a page.</summary>
    internal static bool IsPlain(string id) => Plain().IsMatch(id);

    /// <summary>An id that the same <paramref name="content"/> has in every mail, and nothing else (RFC 2045 §7).</summary>
    internal static string Of(ReadOnlySpan<byte> content) => $"{Convert.ToHexStringLower(SHA256.HashData(content)[..16])}@inline";

    internal static string Of(string description) => Of(Encoding.UTF8.GetBytes(description));

    [GeneratedRegex(@"\bcid:(?<id>[^\s""'<>)]{1,900})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[A-Za-z0-9_+=-][A-Za-z0-9._+=-]{0,120}@[A-Za-z0-9-][A-Za-z0-9.-]{0,120}$(?!\n)", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();
}
