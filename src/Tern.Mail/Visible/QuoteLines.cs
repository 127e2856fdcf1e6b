namespace Tern.Mail.Visible;

/// <summary>Lines that begin with a quote mark (RFC 3676 §4.5).</summary>
internal static class QuoteLines
{
    internal static bool IsQuoted(string line)
    {
        var trimmed = line.AsSpan().TrimStart();
        return trimmed.Length > 0 && trimmed[0] == '>' && line.Length - trimmed.Length <= 3;
    }

    /// <summary>After an introduction some clients quote with a bar.</summary>
    internal static bool IsQuotedLoosely(string line) => IsQuoted(line) || line.StartsWith('|');

    /// <summary>The first line after the quote that begins at <paramref name="start"/>; empty lines inside belong to it.</summary>
    internal static int End(string[] lines, int start)
    {
        var end = start + 1;
        for (var i = end; i < lines.Length; i++)
        {
            if (IsQuotedLoosely(lines[i]))
            {
                end = i + 1;
            }
            else if (lines[i].Length > 0)
            {
                break;
            }
        }

        return end;
    }
}
