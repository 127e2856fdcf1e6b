using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Turns bytes into text: by the label where it can be true, by evidence where it cannot.</summary>
internal static partial class Charsets
{
    private static readonly SearchValues<char> Unwanted = SearchValues.Create("\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\u0008\u000B\u000C\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001C\u001D\u001E\u001F\r\uFEFF");

    /// <summary>Decodes with a charset label that may be missing, unknown or wrong.</summary>
    internal static string Decode(ReadOnlySpan<byte> bytes, string? label, ProblemList problems, Encoding? hint = null)
    {
        var encoding = ByMark(bytes, out var mark) ?? ByLabel(label);
        bytes = bytes[mark..];
        if (encoding is null && !string.IsNullOrWhiteSpace(label))
        {
            problems.Add("The mail names a character set that does not exist; it was guessed.");
        }

        if (Ascii.IsValid(bytes) && (encoding is null || IsAsciiBased(encoding)))
        {
            // Escapes that choose Japanese letters (RFC 1468) mean nothing in ASCII.
            encoding = encoding is null or ASCIIEncoding && bytes.IndexOf("\u001B$"u8) >= 0 ? Encoding.GetEncoding("iso-2022-jp") : encoding;
            return encoding is Utf7 || (encoding is not null && HasEscapes(bytes)) ? encoding.GetString(bytes) : Encoding.ASCII.GetString(bytes);
        }

        if (encoding is null or { IsSingleByte: true } && Utf8.IsValid(bytes))
        {
            // Text in another charset is next to never valid UTF-8 by chance.
            if (encoding is not null and not ASCIIEncoding)
            {
                problems.Add("The mail names a wrong character set; it was read as UTF-8.");
            }

            return Encoding.UTF8.GetString(bytes);
        }

        if (encoding is UTF8Encoding or ASCIIEncoding or null)
        {
            if (encoding is UTF8Encoding && Utf8.IsValid(bytes))
            {
                return Encoding.UTF8.GetString(bytes);
            }

            return Guess(bytes, problems, hint);
        }

        if (encoding.CodePage is 50220 or 50221 or 50222 && !Ascii.IsValid(bytes))
        {
            // ISO-2022-JP is 7-bit; with 8-bit bytes it is Shift_JIS under a wrong label.
            problems.Add("The mail names a wrong character set; it was read as Shift_JIS.");
            return Encoding.GetEncoding(932).GetString(bytes);
        }

        return encoding.GetString(bytes);
    }

    /// <summary>Line ends as \n, no NUL and other control characters, composed letters (NFC is left to comparison).</summary>
    internal static string Tidy(string text)
    {
        if (text.AsSpan().IndexOfAny(Unwanted) < 0)
        {
            return text;
        }

        // Twice over the text costs less than a builder, which holds a long one twice.
        return string.Create(Tidy(text, []), text, static (tidy, source) => Tidy(source, tidy));
    }

    private static int Tidy(ReadOnlySpan<char> text, Span<char> tidy)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(Unwanted);
            plain = plain < 0 ? text.Length : plain;
            if (!tidy.IsEmpty)
            {
                text[..plain].CopyTo(tidy[length..]);
            }

            length += plain;
            text = text[plain..];
            if (text is ['\r', ..] and not ['\r', '\n', ..])
            {
                if (!tidy.IsEmpty)
                {
                    tidy[length] = '\n';
                }

                length++;
            }

            text = text.IsEmpty ? text : text[1..];
        }

        return length;
    }

    /// <summary>The encoding a label means, as clients use the label (WHATWG Encoding: latin1 is windows-1252).</summary>
    internal static Encoding? ByLabel(string? label)
    {
        var name = label?.Trim().Trim('"', '\'').ToLowerInvariant();
        switch (name)
        {
            case null or "":
                return null;
            case "utf-8" or "utf8" or "unicode-1-1-utf-8" or "cp65001" or "utf-8-mac":
                return Encoding.UTF8;
            case "us-ascii" or "ascii" or "ansi_x3.4-1968" or "7bit" or "8bit":
                return Encoding.ASCII;
            case "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "cp1252" or "ansi":
                return Encoding.GetEncoding(1252);
            case "iso-8859-9":
                return Encoding.GetEncoding(1254);
            case "iso-8859-8-i" or "iso-8859-8-e":
                return Encoding.GetEncoding("iso-8859-8");
            case "gb2312" or "gbk" or "gb_2312-80" or "x-gbk" or "cp936" or "euc-cn" or "hz-gb-2312" or "gb18030":
                return name == "hz-gb-2312" ? Encoding.GetEncoding(52936) : Encoding.GetEncoding("gb18030");
            case "ks_c_5601-1987" or "ks_c_5601" or "euc-kr" or "cp949" or "uhc" or "ksc5601" or "windows-949":
                return Encoding.GetEncoding(949);
            case "shift-jis" or "shift_jis" or "sjis" or "cp932" or "windows-31j" or "ms932" or "x-sjis":
                return Encoding.GetEncoding(932);
            case "tis-620" or "iso-8859-11":
                return Encoding.GetEncoding(874);
            case "utf-7" or "unicode-1-1-utf-7" or "unicode-2-0-utf-7" or "x-unicode-2-0-utf-7":
                return Utf7.Instance;
            case "x-mac-roman" or "macroman" or "mac":
                return Encoding.GetEncoding("macintosh");
        }

        try
        {
            return Page().Match(name) is { Success: true } page ? Encoding.GetEncoding(int.Parse(page.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
                : Iso().Match(name) is { Success: true } iso ? Encoding.GetEncoding("iso-8859-" + iso.Groups["number"].Value)
                : Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What the mail says elsewhere about its charset: a guide for raw bytes that say nothing themselves.</summary>
    internal static Encoding? Hint(MimeMessage message)
    {
        var body = message.Body;
        for (var depth = 0; depth < 4 && body is not null; depth++)
        {
            if (ByLabel(body.ContentType.Charset) is { } named)
            {
                return named;
            }

            body = body is Multipart { Count: > 0 } multipart ? multipart[0] : null;
        }

        return null;
    }

    private static string Guess(ReadOnlySpan<byte> bytes, ProblemList problems, Encoding? hint)
    {
        problems.Add("The mail's character set is wrong or missing; it was guessed.");
        if (hint is not null and not UTF8Encoding and not ASCIIEncoding)
        {
            return hint.CodePage is 50220 or 50221 or 50222 ? Encoding.GetEncoding(932).GetString(bytes) : hint.GetString(bytes);
        }

        if (CharsetGuess.Of(bytes) is { } guessed)
        {
            return guessed.GetString(bytes);
        }

        // UTF-8 where it is, and byte by byte windows-1252 where it is not: mixtures of both are common in joined mails.
        var western = Encoding.GetEncoding(1252);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out var rune, out var consumed) == OperationStatus.Done)
            {
                text.Append(rune.ToString());
            }
            else
            {
                consumed = 1;
                text.Append(western.GetString(bytes[..1]));
            }

            bytes = bytes[consumed..];
        }

        return text.ToString();
    }

    private static Encoding? ByMark(ReadOnlySpan<byte> bytes, out int length)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            length = 3;
            return Encoding.UTF8;
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            length = 2;
            return bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
        }

        length = 0;
        return null;
    }

    private static bool IsAsciiBased(Encoding encoding) => encoding is not (UnicodeEncoding or UTF32Encoding) && encoding.CodePage is not (37 or 500 or 1047);

    // ISO-2022 and HZ are 7-bit: pure ASCII bytes that are not ASCII text.
    private static bool HasEscapes(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny((byte)0x1B, (byte)'~', (byte)0x0E) >= 0;

    // The writings of one code page: cp1251, windows-1251, win-1251, x-cp1251, ibm866.
    [GeneratedRegex(@"^(?:x-)?(?:cp|windows|win|ms|ibm)[-_]?(?<number>[0-9]{3,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    // RFC 1556 §3: "-i" and "-e" say how text that runs from right to left is ordered, not what its bytes mean.
    [GeneratedRegex(@"^iso[-_ ]?8859[-_](?<number>[0-9]{1,2})(?:-[ie])?(?::[0-9]{4})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
