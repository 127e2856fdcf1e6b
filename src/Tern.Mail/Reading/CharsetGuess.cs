using System.Text;

namespace Tern.Mail.Reading;

/// <summary>
/// Tells the charset of text that says nothing of it, where most of its letters are beyond ASCII: an alphabet by its most frequent letters, Chinese, Japanese and Korean by
/// the rows of their tables (RFC 1922, RFC 1468, RFC 1557). Western text has too few such letters, and is left to others.
/// </summary>
internal static class CharsetGuess
{
    private const int Looked = 4096;
    private const int FewLetters = 6;

    private static readonly (int CodePage, string Frequent)[] Alphabets =
        [(1251, "оеаинтср"), (20866, "оеаинтср"), (1253, "αοιετσνηςρ"), (1255, "יוהלאשרתמב"), (1256, "اليمونرت")];

    internal static Encoding? Of(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, Looked)];
        var (high, upper, letters) = (0, 0, 0);
        foreach (var b in bytes)
        {
            high += b >= 0x80 ? 1 : 0;
            upper += b >= 0xC0 ? 1 : 0;
            letters += char.IsAsciiLetter((char)b) ? 1 : 0;
        }

        return high < FewLetters || high < letters || IsMostlyUtf8(bytes, high) ? null
            : upper * 20 >= high * 19 ? Alphabet(bytes, high)
            : ByRows(bytes);
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes, int high)
    {
        var meant = 0;
        while (!bytes.IsEmpty)
        {
            var isWhole = Rune.DecodeFromUtf8(bytes, out _, out var consumed) == System.Buffers.OperationStatus.Done;
            meant += isWhole && consumed > 1 ? consumed : 0;
            bytes = bytes[consumed..];
        }

        return meant * 2 > high;
    }

    private static Encoding? Alphabet(ReadOnlySpan<byte> bytes, int high)
    {
        Encoding? best = null;
        var most = high * 45 / 100;
        foreach (var (page, frequent) in Alphabets)
        {
            var encoding = Encoding.GetEncoding(page);
            var row = encoding.GetBytes(frequent);
            var count = 0;
            foreach (var b in bytes)
            {
                count += row.AsSpan().Contains(b) ? 1 : 0;
            }

            if (count > most)
            {
                (best, most) = (encoding, count);
            }
        }

        return best;
    }

    private static Encoding? ByRows(ReadOnlySpan<byte> bytes)
    {
        if (Read(bytes, 932) is { } japanese && Share(japanese, c => c is >= '\u3040' and <= '\u30FF') >= 20 && Share(japanese, c => c is >= '\uFF61' and <= '\uFF9F') < 20)
        {
            return Encoding.GetEncoding(932);
        }

        var (pairs, kana, hangul, later, low) = (0, 0, 0, 0, 0);
        for (var i = 0; i + 1 < bytes.Length; i++)
        {
            var lead = bytes[i];
            if (lead < 0x80)
            {
                continue;
            }

            pairs++;
            kana += lead is 0xA4 or 0xA5 ? 1 : 0;
            hangul += lead is >= 0xB0 and <= 0xC8 ? 1 : 0;
            later += lead >= 0xC9 ? 1 : 0;
            low += bytes[++i] < 0x80 ? 1 : 0;
        }

        // Only Big5 has many second bytes within ASCII; the Hangul stand in 25 rows, before most of the Hanzi of GB 2312.
        var page = low * 10 >= pairs ? 950 : kana * 5 >= pairs ? 51932 : later * 20 < pairs && hangul * 2 > pairs ? 949 : 54936;
        return Read(bytes, page) is { } text && Share(text, IsEastAsian) >= 90 ? Encoding.GetEncoding(page) : null;
    }

    private static bool IsEastAsian(char c) => c is >= '\u3000' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7A3' or >= '\uFF00' and <= '\uFFEF' or '“' or '”' or '…' or '·';

    private static int Share(string text, Func<char, bool> isOne)
    {
        var (all, those) = (0, 0);
        foreach (var c in text)
        {
            all += c >= '\u0080' ? 1 : 0;
            those += isOne(c) ? 1 : 0;
        }

        return all == 0 ? 0 : those * 100 / all;
    }

    // Null where the bytes are not of that charset; a letter cut by the end may be broken.
    private static string? Read(ReadOnlySpan<byte> bytes, int page)
    {
        var text = Encoding.GetEncoding(page, EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD")).GetString(bytes);
        return text.IndexOf('\uFFFD', StringComparison.Ordinal) is var broken && (broken < 0 || broken == text.Length - 1) ? text.TrimEnd('\uFFFD') : null;
    }
}
