using System.Buffers;

namespace Tern.Mail.Visible;

/// <summary>Marks that turn the direction of writing (Unicode TR9): programs put them around names and addresses, and no phrase is told apart by them.</summary>
internal static class Bidi
{
    private const string Spaces = "\u00A0\u202F";

    private static readonly SearchValues<char> Marks = SearchValues.Create("\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");
    private static readonly SearchValues<char> MarksAndSpaces = SearchValues.Create("\u200E\u200F\u061C\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069" + Spaces);

    /// <summary>The line without such marks, and with ordinary spaces for those that do not break.</summary>
    internal static string Strip(string line) =>
        line.AsSpan().ContainsAny(MarksAndSpaces) ? string.Concat(line.Where(c => !Marks.Contains(c)).Select(c => Spaces.Contains(c) ? ' ' : c)) : line;
}
