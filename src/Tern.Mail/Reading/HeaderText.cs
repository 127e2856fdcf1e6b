using System.Text;
using MimeKit.Utils;

namespace Tern.Mail.Reading;

/// <summary>Decodes unstructured header text: encoded words (RFC 2047), raw UTF-8 (RFC 6532), and raw bytes of old clients.</summary>
internal static class HeaderText
{
    internal static string Decode(ReadOnlySpan<byte> raw, ProblemList problems, Encoding? hint = null)
    {
        var isAscii = System.Text.Ascii.IsValid(raw);
        if (isAscii && raw.IndexOf("=?"u8) < 0 && raw.IndexOf((byte)0x1B) < 0)
        {
            return Unfold(Encoding.ASCII.GetString(raw));
        }

        if (!isAscii)
        {
            // Old clients write 8-bit text as it is, sometimes beside encoded words: make it UTF-8 first, then decode.
            var text = Charsets.Decode(raw, label: null, problems, hint);
            problems.Add("A header has raw 8-bit text; its character set was guessed.");
            return raw.IndexOf("=?"u8) < 0 ? Unfold(text) : Unfold(Rfc2047.DecodeText(RawMail.Options, EncodedWords.Repair(Encoding.UTF8.GetBytes(text), problems)));
        }

        if (raw.IndexOf((byte)0x1B) >= 0)
        {
            // ISO-2022-JP without an encoded word.
            return Unfold(Encoding.GetEncoding("iso-2022-jp").GetString(raw));
        }

        return Unfold(Rfc2047.DecodeText(RawMail.Options, EncodedWords.Repair(raw.ToArray(), problems)));
    }

    /// <summary>One line without control characters: folding and injected breaks become a single space.</summary>
    internal static string Unfold(string text)
    {
        var trimmed = text.AsSpan().Trim();
        var needsWork = false;
        foreach (var c in trimmed)
        {
            if (char.IsControl(c) || c == '\uFEFF')
            {
                needsWork = true;
                break;
            }
        }

        if (!needsWork)
        {
            return trimmed.ToString();
        }

        var line = new StringBuilder(trimmed.Length);
        var afterBreak = false;
        foreach (var c in trimmed)
        {
            if (c is '\r' or '\n')
            {
                afterBreak = true;
            }
            else if (afterBreak && c is ' ' or '\t')
            {
                // The white space after a fold stands for itself once.
                AppendSpace(line);
            }
            else
            {
                if (afterBreak)
                {
                    AppendSpace(line);
                }

                afterBreak = false;
                if (c == '\t')
                {
                    line.Append(' ');
                }
                else if (!char.IsControl(c) && c != '\uFEFF')
                {
                    line.Append(c);
                }
            }
        }

        return line.ToString().Trim();
    }

    private static void AppendSpace(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] != ' ')
        {
            line.Append(' ');
        }
    }
}
