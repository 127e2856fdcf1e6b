using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>Plain text as it is sent.</summary>
internal static class PlainText
{
    /// <summary>What stands where something was cut.</summary>
    internal const string CutMark = "[…]";

    /// <summary>
    /// Lines end with LF only, nothing stands at their end, and no empty ones at the beginning and end of the text. So no line that somebody wrote is taken for the
    /// mark of a signature, whose white space counts (RFC 3676 §4.3).
    /// </summary>
    internal static string Tidy(string? text)
    {
        // Other ends of lines, which some programs show as such: a quote must have its mark after each.
        var lines = Charsets.Tidy(text ?? "").Replace('\u0085', '\n').Replace('\u2028', '\n').Replace('\u2029', '\n').Split('\n').Select(line => line.TrimEnd()).ToList();
        var first = lines.FindIndex(line => line.Length > 0);
        return first < 0 ? "" : string.Join('\n', lines.Take(lines.FindLastIndex(line => line.Length > 0) + 1).Skip(first));
    }

    /// <summary>Each line behind a quote mark; lines that are quotes already get one more without a space between (RFC 3676 §4.5).</summary>
    internal static string Quote(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? ">" : line[0] == '>' ? ">" + line : "> " + line));

    /// <summary>At most so many characters, none of them half.</summary>
    internal static string Shorten(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        return char.IsHighSurrogate(text[length - 1]) ? text[..(length - 1)] : text[..length];
    }
}
