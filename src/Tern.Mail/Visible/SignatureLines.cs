using System.Text.RegularExpressions;

namespace Tern.Mail.Visible;

/// <summary>Where a signature begins (RFC 3676 §4.3), and the lines devices add.</summary>
internal static partial class SignatureLines
{
    private const int MaxLines = 20;

    /// <summary>Two dashes alone on a line. The white space after them gets lost too often to insist on it; long text after them is no signature.</summary>
    internal static bool Starts(string[] lines, int at)
    {
        if (lines[at] is not ("--" or "—" or "– –"))
        {
            return false;
        }

        var filled = 0;
        for (var i = at + 1; i < lines.Length && filled <= MaxLines && !QuoteLines.IsQuoted(lines[i]) && !Separators.StartsRest(lines, i); i++)
        {
            filled += lines[i].Length > 0 ? 1 : 0;
        }

        return filled <= MaxLines;
    }

    internal static bool IsFromDevice(string line) => line.Length < 200 && Device().IsMatch(Bidi.Strip(line));

    [GeneratedRegex(@"^\W*(?:" + Phrases.Device + ")", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Device();
}
