using System.Text;

namespace Tern.Mail.Reading;

/// <summary>Files old programs paste into the text: <c>begin 644 name</c>, lines of 45 bytes, <c>end</c> (POSIX uuencode).</summary>
internal static class UuencodedFiles
{
    internal readonly record struct UuencodedFile(string Name, byte[] Content);

    /// <summary>Takes complete files out of the text; anything that only looks like one stays where it is.</summary>
    internal static (string Text, IReadOnlyList<UuencodedFile> Files) Extract(string text)
    {
        var start = Begin(text, 0);
        if (start < 0)
        {
            return (text, []);
        }

        var files = new List<UuencodedFile>();
        var rest = new StringBuilder(text.Length);
        var position = 0;
        while (start >= 0)
        {
            if (TryDecode(text, start, out var file, out var end))
            {
                rest.Append(text, position, start - position);
                files.Add(file);
                position = end;
                start = Begin(text, end);
            }
            else
            {
                start = Begin(text, start + 6);
            }
        }

        rest.Append(text, position, text.Length - position);
        return (rest.ToString(), files);
    }

    /// <summary>Lines without their frame, as the transfer encoding x-uuencode has them; null where they are not.</summary>
    internal static byte[]? DecodeLines(string text)
    {
        using var content = new MemoryStream();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.TrimEnd().IsEmpty && !line.TrimEnd().SequenceEqual("end") && !DecodeLine(line, content))
            {
                return null;
            }
        }

        return content.ToArray();
    }

    private static int Begin(string text, int from)
    {
        while (from < text.Length)
        {
            var at = text.IndexOf("begin ", from, StringComparison.Ordinal);
            if (at < 0)
            {
                return -1;
            }

            if ((at == 0 || text[at - 1] == '\n') && at + 10 < text.Length && char.IsAsciiDigit(text[at + 6]) && char.IsAsciiDigit(text[at + 7]) && char.IsAsciiDigit(text[at + 8]))
            {
                return at;
            }

            from = at + 6;
        }

        return -1;
    }

    private static bool TryDecode(string text, int start, out UuencodedFile file, out int end)
    {
        file = default;
        end = 0;
        var headEnd = text.IndexOf('\n', start);
        if (headEnd < 0)
        {
            return false;
        }

        // The mode has three digits, or four where the program writes the special bits.
        var mode = start + (text[start + 9] is >= '0' and <= '7' ? 10 : 9);
        var name = text[mode..headEnd].Trim();
        using var content = new MemoryStream();
        var position = headEnd + 1;
        while (position < text.Length)
        {
            var lineEnd = text.IndexOf('\n', position);
            lineEnd = lineEnd < 0 ? text.Length : lineEnd;
            var line = text.AsSpan(position, lineEnd - position);
            position = Math.Min(lineEnd + 1, text.Length);
            if (line.TrimEnd().SequenceEqual("end"))
            {
                end = position;
                file = new UuencodedFile(name, content.ToArray());
                return name.Length > 0;
            }

            if (!line.TrimEnd().IsEmpty && !DecodeLine(line, content))
            {
                return false;
            }

            if (lineEnd == text.Length)
            {
                break;
            }
        }

        return false;
    }

    private static bool DecodeLine(ReadOnlySpan<char> line, MemoryStream content)
    {
        var count = (line[0] - ' ') & 0x3F;
        if (line[0] is < ' ' or > '`' || line.Length > 70)
        {
            return false;
        }

        for (var i = 1; count > 0; i += 4)
        {
            int a = Six(line, i), b = Six(line, i + 1), c = Six(line, i + 2), d = Six(line, i + 3);
            if ((a | b | c | d) < 0)
            {
                return false;
            }

            ReadOnlySpan<byte> three = [(byte)((a << 2) | (b >> 4)), (byte)((b << 4) | (c >> 2)), (byte)((c << 6) | d)];
            content.Write(three[..Math.Min(count, 3)]);
            count -= 3;
        }

        return true;
    }

    // Trailing spaces, which mean zero, get lost on the way.
    private static int Six(ReadOnlySpan<char> line, int at) =>
        at >= line.Length ? 0 : line[at] is < ' ' or > '`' ? -1 : (line[at] - ' ') & 0x3F;
}
