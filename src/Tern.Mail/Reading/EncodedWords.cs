using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Tern.Mail.Reading;

/// <summary>Encoded words (RFC 2047 §2) whose label cannot be true are written anew as UTF-8, so that the parser reads what was meant.</summary>
internal static partial class EncodedWords
{
    internal static byte[] Repair(byte[] raw, ProblemList problems)
    {
        if (raw.AsSpan().IndexOf("=?"u8) < 0)
        {
            return raw;
        }

        var text = Encoding.Latin1.GetString(raw);
        var repaired = Word().Replace(text, match => Repair(match, problems));
        return ReferenceEquals(repaired, text) ? raw : Encoding.Latin1.GetBytes(repaired);
    }

    private static string Repair(Match word, ProblemList problems)
    {
        var label = word.Groups["charset"].Value;
        var encoding = Charsets.ByLabel(label.Split('*')[0]);
        if (encoding is Utf7 && Decode(word.Groups["encoding"].ValueSpan[0], word.Groups["text"].Value) is { } shifted)
        {
            return Utf8Word(encoding.GetString(shifted));
        }

        if (word.Groups["encoding"].ValueSpan is "B" or "b" && word.Groups["text"] is { Length: > 0 } letters && letters.Length % 4 is 2 or 3 && !letters.Value.Contains('=', StringComparison.Ordinal))
        {
            // Without its padding the parser drops the last byte or two.
            return Repair(Word().Match(word.Value[..^2] + new string('=', 4 - (letters.Length % 4)) + "?="), problems);
        }

        if (Decode(word.Groups["encoding"].ValueSpan[0], word.Groups["text"].Value) is not { } bytes || Ascii.IsValid(bytes))
        {
            return word.Value;
        }

        var isPossible = encoding switch
        {
            null or ASCIIEncoding => false,
            { CodePage: 50220 or 50221 or 50222 } => false,
            UTF8Encoding => IsPieceOfUtf8(bytes),
            { IsSingleByte: true } => !Utf8.IsValid(bytes) && IsWellKnown(label.Split('*')[0]),
            _ => true,
        };
        return isPossible ? word.Value : Utf8Word(Charsets.Decode(bytes, label, problems));
    }

    // Words may part a letter, against RFC 2047 §5: the first bytes can belong to the one before, the last to the next.
    private static bool IsPieceOfUtf8(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < 3 && bytes is [>= 0x80 and <= 0xBF, ..]; i++)
        {
            bytes = bytes[1..];
        }

        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            if (status != OperationStatus.Done)
            {
                return status == OperationStatus.NeedMoreData;
            }

            bytes = bytes[consumed..];
        }

        return true;
    }

    // A label that only we understand means nothing to the parser.
    private static bool IsWellKnown(string label)
    {
        try
        {
            return Encoding.GetEncoding(label) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string Utf8Word(string text) => $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    private static byte[]? Decode(char encoding, string text)
    {
        if (encoding is 'B' or 'b')
        {
            var padded = text.TrimEnd('=');
            padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
            var bytes = new byte[padded.Length];
            return Convert.TryFromBase64String(padded, bytes, out var written) ? bytes[..written] : null;
        }

        var decoded = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '=' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                decoded.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                decoded.Add(text[i] == '_' ? (byte)' ' : (byte)text[i]);
            }
        }

        return decoded.ToArray();
    }

    [GeneratedRegex(@"=\?(?<charset>[A-Za-z0-9_.:*+-]{1,60})\?(?<encoding>[BbQq])\?(?<text>[^?\s]{0,2000})\?=", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
