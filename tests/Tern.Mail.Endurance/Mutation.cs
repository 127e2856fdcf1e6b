namespace Tern.Mail.Endurance;

/// <summary>Damages a mail as transports, attackers and old programs do. The same seed and number make the same bytes.</summary>
internal static class Mutation
{
    private static readonly string[] Charsets = ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "gb18030", "big5", "shift_jis", "koi8-r", "windows-1255", "x-unknown", "us-ascii"];

    internal static byte[] Make(IReadOnlyList<byte[]> mails, int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var mail = mails[random.Next(mails.Count)];
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            mail = random.Next(7) switch
            {
                0 => mail[..random.Next(mail.Length + 1)],
                1 => Splice(mail, mails[random.Next(mails.Count)], random),
                2 => SwapCharset(mail, random),
                3 => DoubleHeaders(mail, random),
                4 => Noise(mail, random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8),
                5 => Noise(mail, random, "\0\0\0\xFF\x1B\r\n"u8),
                _ => Flip(mail, random),
            };
        }

        return mail.Length > 2_000_000 ? mail[..2_000_000] : mail;
    }

    // Not that of the framework, which is another in every process.
    private static int HashCode(int seed, int number) => unchecked((seed * 486187739) + (number * 16777619) + 12345);

    private static byte[] Splice(byte[] one, byte[] other, Random random) => [.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length + 1)..]];

    private static byte[] SwapCharset(byte[] mail, Random random)
    {
        var text = System.Text.Encoding.Latin1.GetString(mail);
        var at = text.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? Flip(mail, random) : System.Text.Encoding.Latin1.GetBytes(text.Insert(at + 8, Charsets[random.Next(Charsets.Length)] + ";x="));
    }

    private static byte[] DoubleHeaders(byte[] mail, Random random)
    {
        var end = mail.AsSpan().IndexOf("\n\n"u8);
        end = end < 0 ? mail.AsSpan().IndexOf("\r\n\r\n"u8) : end;
        var headers = mail[..Math.Max(0, Math.Min(end < 0 ? mail.Length : end + 1, 20_000))];
        var result = new List<byte>(mail.Length + headers.Length);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            result.AddRange(headers);
        }

        result.AddRange(mail);
        return [.. result];
    }

    private static byte[] Noise(byte[] mail, Random random, ReadOnlySpan<byte> letters)
    {
        var noise = new byte[random.Next(1, 4000)];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = letters[random.Next(letters.Length)];
        }

        var at = random.Next(mail.Length + 1);
        return [.. mail[..at], .. noise, .. mail[at..]];
    }

    private static byte[] Flip(byte[] mail, Random random)
    {
        var copy = (byte[])mail.Clone();
        for (var i = 0; copy.Length > 0 && i < 20; i++)
        {
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        }

        return copy;
    }
}
