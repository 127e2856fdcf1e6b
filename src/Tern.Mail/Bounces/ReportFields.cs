using System.Text.RegularExpressions;

namespace Tern.Mail.Bounces;

/// <summary>The fields of a delivery report (RFC 3464 §2), read line by line: many reports are not quite what the standard says.</summary>
internal static partial class ReportFields
{
    private const int MaxGroups = 500;

    /// <summary>The groups that are about a recipient, each with its first value of every field.</summary>
    internal static List<Dictionary<string, string>> Recipients(string report)
    {
        var groups = new List<Dictionary<string, string>>();
        var group = New();
        string? name = null;
        foreach (var line in report.Split('\n'))
        {
            var trimmed = line.TrimEnd();
            if (trimmed.Length == 0)
            {
                Close(groups, ref group);
                name = null;
            }
            else if (char.IsWhiteSpace(trimmed[0]) && name is not null)
            {
                group[name] += " " + trimmed.Trim();
            }
            else if (Field().Match(trimmed) is { Success: true } field)
            {
                name = field.Groups["name"].Value;

                // A second recipient without the empty line before it.
                if (IsRecipient(name) && group.Keys.Any(IsFinal) && IsFinal(name))
                {
                    Close(groups, ref group);
                }

                if (!group.TryAdd(name, field.Groups["value"].Value))
                {
                    name = null;
                }
            }
            else if (name is not null)
            {
                // A folded value that lost its white space.
                group[name] += " " + trimmed.Trim();
            }
        }

        Close(groups, ref group);
        return groups;
    }

    /// <summary>The address of "rfc822; &lt;ann@example.com&gt;", or of one without the type.</summary>
    internal static string? Address(string? value) =>
        value is null ? null : BouncedAddress.Find(value[(value.IndexOf(';', StringComparison.Ordinal) + 1)..]);

    private static Dictionary<string, string> New() => new(StringComparer.OrdinalIgnoreCase);

    private static void Close(List<Dictionary<string, string>> groups, ref Dictionary<string, string> group)
    {
        if (group.Keys.Any(IsRecipient) && groups.Count < MaxGroups)
        {
            groups.Add(group);
        }

        group = New();
    }

    private static bool IsFinal(string name) => name.Equals("Final-Recipient", StringComparison.OrdinalIgnoreCase);

    private static bool IsRecipient(string name) => name.EndsWith("-Recipient", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?<name>[A-Za-z][A-Za-z0-9-]{1,40})\s?:\s*(?<value>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Field();
}
