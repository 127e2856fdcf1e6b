using System.Text;

namespace Tern.Mail.Reading;

/// <summary>
/// UTF-7 (RFC 2152), which .NET refuses because a reader that guesses it can be deceived. Here it is read only where a mail names it, and what comes out is made safe like any text.
/// </summary>
internal sealed class Utf7 : Encoding
{
    private Utf7()
    {
    }

    internal static Utf7 Instance { get; } = new();

    public override int GetCharCount(byte[] bytes, int index, int count) => Decode(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Decode(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(0, chars, charIndex, text.Length);
        return text.Length;
    }

    public override int GetMaxCharCount(int byteCount) => byteCount;

    // Never written.
    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException();

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var plain = bytes.IndexOf((byte)'+') is >= 0 and var plus ? plus : bytes.Length;
            text.Append(Latin1.GetString(bytes[..plain]));
            bytes = bytes[plain..];
            if (bytes.IsEmpty)
            {
                break;
            }

            bytes = bytes[1..];
            var length = 0;
            while (length < bytes.Length && Six(bytes[length]) >= 0)
            {
                length++;
            }

            var ends = length < bytes.Length && bytes[length] == (byte)'-';
            if (length == 0)
            {
                text.Append('+');
            }
            else
            {
                AppendShifted(text, bytes[..length]);
            }

            bytes = bytes[(length + (ends ? 1 : 0))..];
        }

        return text.ToString();
    }

    private static void AppendShifted(StringBuilder text, ReadOnlySpan<byte> letters)
    {
        var (bits, count) = (0, 0);
        foreach (var letter in letters)
        {
            bits = (bits << 6) | Six(letter);
            count += 6;
            if (count >= 16)
            {
                count -= 16;
                text.Append((char)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }
    }

    private static int Six(byte letter) => letter switch
    {
        >= (byte)'A' and <= (byte)'Z' => letter - 'A',
        >= (byte)'a' and <= (byte)'z' => letter - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => letter - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };
}
