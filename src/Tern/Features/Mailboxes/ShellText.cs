namespace Tern.Features.Mailboxes;

/// <summary>Quotes what people entered, so that nothing of it is ever run.</summary>
internal static class ShellText
{
    /// <summary>One word of bash: in single quotes nothing has a meaning but the single quote itself (POSIX shell, §2.2.2).</summary>
    internal static string Bash(string text) => $"'{Plain(text).Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>One string of PowerShell. Typographic quotation marks end a single-quoted string as well, and every one of them is doubled (about_Quoting_Rules).</summary>
    internal static string PowerShell(string text) => $"'{string.Concat(Plain(text).Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : c.ToString()))}'";

    internal static string PowerShell(IEnumerable<string> texts) => $"@({string.Join(", ", texts.Select(PowerShell))})";

    /// <summary>A name has no line breaks and no control characters; in a script they would only hide something.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    /// <summary>The name of a cloud for Connect-MgGraph.</summary>
    internal static string GraphEnvironment(Cloud cloud) => cloud switch
    {
        Cloud.GccHigh => "USGov",
        Cloud.Dod => "USGovDoD",
        Cloud.China => "China",
        _ => "Global",
    };
}
