using System.Text.RegularExpressions;

namespace Tern.Mail.Bounces;

/// <summary>Addresses in the prose of mail servers.</summary>
internal static partial class BouncedAddress
{
    /// <summary>The first address in a text, without the brackets, quotes and points around it.</summary>
    internal static string? Find(string text) => Address().Match(text) is { Success: true } match ? Clean(match.Value) : null;

    internal static List<string> FindAll(string text) => Address().Matches(text).Take(500).Select(m => Clean(m.Value)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();

    internal static string Clean(string address) => address.Trim('<', '>', '"', '\'', '(', ')', ',', ';', ':', '.', ' ');

    [GeneratedRegex(@"(?:""[^""\n]{1,64}""|[^\s<>@,;:""'()\[\]]{1,128})@(?:\[[0-9A-Fa-f.:IPv]{3,60}\]|(?=[^\s<>@,;:""'()\[\]|]*\.[^\s<>@,;:""'()\[\]|])[^\s<>@,;:""'()\[\]|]{1,255})", RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
