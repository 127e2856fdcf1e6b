using System.Text;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Changes header fields of a raw message and leaves every other byte alone (RFC 5322 §2.2).</summary>
internal static class RawHeaders
{
    internal static byte[] Without(byte[] raw, params string[] names) =>
        Rewrite(raw, (name, _) => !names.Contains(name, StringComparer.OrdinalIgnoreCase), []);

    /// <summary>Replaces a field, or adds it at the end of the header where it is missing.</summary>
    internal static byte[] Set(byte[] raw, string name, string value) => !HeaderText.IsOneLine(value)
        ? throw new ArgumentException($"The {name} has more than one line, which would be more than one field.", nameof(value))
        : Rewrite(raw, (held, _) => !string.Equals(held, name, StringComparison.OrdinalIgnoreCase), [$"{name}: {value}\r\n"]);

    internal static bool Has(byte[] raw, string name)
    {
        var found = false;
        Rewrite(raw, (held, _) =>
        {
            found |= string.Equals(held, name, StringComparison.OrdinalIgnoreCase);
            return true;
        }, []);
        return found;
    }

    /// <summary>Whether there is any header field at all: a name of printable characters and a colon.</summary>
    internal static bool HasAny(byte[] raw)
    {
        var end = raw.Length == 0 ? 0 : EndOfField(raw, 0);
        var colon = Array.IndexOf(raw, (byte)':', 0, end);
        return colon > 0 && raw.AsSpan(0, colon).TrimEnd((byte)' ').IndexOfAnyExceptInRange((byte)33, (byte)126) < 0;
    }

    private static byte[] Rewrite(byte[] raw, Func<string, ReadOnlyMemory<byte>, bool> keep, string[] added)
    {
        using var result = new MemoryStream(raw.Length + 256);
        var at = 0;
        while (at < raw.Length)
        {
            var end = EndOfField(raw, at);
            if (IsBlankLine(raw, at))
            {
                break;
            }

            var colon = Array.IndexOf(raw, (byte)':', at, end - at);
            var name = colon < 0 ? string.Empty : Encoding.ASCII.GetString(raw, at, colon - at).Trim();
            if (keep(name, raw.AsMemory(at, end - at)))
            {
                result.Write(raw, at, end - at);
            }

            at = end;
        }

        foreach (var field in added)
        {
            result.Write(Encoding.UTF8.GetBytes(field));
        }

        result.Write(raw, at, raw.Length - at);
        return result.ToArray();
    }

    private static bool IsBlankLine(byte[] raw, int at) =>
        raw[at] == '\n' || (raw[at] == '\r' && at + 1 < raw.Length && raw[at + 1] == '\n');

    private static int EndOfField(byte[] raw, int at)
    {
        while (true)
        {
            var newline = Array.IndexOf(raw, (byte)'\n', at);
            if (newline < 0)
            {
                return raw.Length;
            }

            at = newline + 1;
            // A line that starts with a blank continues the field before it (RFC 5322 §2.2.3).
            if (at >= raw.Length || raw[at] is not ((byte)' ' or (byte)'\t'))
            {
                return at;
            }
        }
    }
}
