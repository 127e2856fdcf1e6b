namespace Tern.Mail.Visible;

/// <summary>Marks that turn the direction of writing (Unicode TR9): programs put them around names and addresses, and no phrase is told apart by them.</summary>
internal static class Bidi
{
    /// <summary>The line without such marks, and with ordinary spaces for those that do not break.</summary>
    internal static string Strip(string line)
    {
        foreach (var c in line)
        {
            if (IsMark(c) || IsSpace(c))
            {
                return string.Concat(line.Where(other => !IsMark(other)).Select(other => IsSpace(other) ? ' ' : other));
            }
        }

        return line;
    }

    private static bool IsSpace(char c) => c is '\u00A0' or '\u202F';

    private static bool IsMark(char c) => c is '\u200E' or '\u200F' or '\u061C' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
