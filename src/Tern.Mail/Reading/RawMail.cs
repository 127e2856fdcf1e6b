using System.Text;
using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Makes a source fit for the parser: no mbox line before it, no header block without end.</summary>
internal static class RawMail
{
    internal static ParserOptions Options { get; } = new()
    {
        AddressParserComplianceMode = RfcComplianceMode.Loose,
        ParameterComplianceMode = RfcComplianceMode.Loose,
        Rfc2047ComplianceMode = RfcComplianceMode.Loose,
        AllowAddressesWithoutDomain = true,
        AllowUnquotedCommasInAddresses = true,
        MaxMimeDepth = Limits.MimeDepth,
        MaxAddressGroupDepth = 3,
        RespectContentLength = false,
        CharsetEncoding = Encoding.UTF8,
    };

    /// <summary>The whole of a mail in memory, mended.</summary>
    internal static ReadOnlyMemory<byte> Prepare(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        source = Head(source, problems);
        return PartLines.End(new HeldMail(source)) is { } end ? source[..(int)TooManyParts(end, problems)] : source;
    }

    /// <summary>A mail of which only the beginning is held, mended; null where it can only be mended as a whole.</summary>
    internal static FiledMail? Prepare(ReadOnlyMemory<byte> head, Stream file, long rest, long end, ProblemList problems)
    {
        // With the end of the headers, and lines that end as they should, nothing behind the beginning is ever mended.
        if (!LineEnds.AreUsual(head.Span) || !HoldsHeaders(head.Span))
        {
            return null;
        }

        var mail = new FiledMail(Head(head, problems), file, rest, end);
        return PartLines.End(mail) is { } last ? mail.Until(TooManyParts(last, problems)) : mail;
    }

    private static ReadOnlyMemory<byte> Head(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        var start = Start(source.Span);
        source = LineEnds.Mend(source[start..], problems);
        return HeaderBlock.Mend(HeaderBlockIsTooLong(source.Span) ? ShortenHeaders(source, problems) : source, problems);
    }

    /// <summary>Where it begins, behind what some programs write before it.</summary>
    private static int Start(ReadOnlySpan<byte> span)
    {
        var start = span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (start < span.Length && span[start] is (byte)'\r' or (byte)'\n')
        {
            start++;
        }

        // A line of an mbox file, or of an mbox file quoted once more.
        if (span[start..].StartsWith("From "u8) || span[start..].StartsWith(">From "u8))
        {
            var end = span[start..].IndexOf((byte)'\n');
            start = end < 0 ? span.Length : start + end + 1;
        }

        return start;
    }

    private static long TooManyParts(long end, ProblemList problems)
    {
        problems.AddUnread("The mail has more parts than can be read; the rest was left out.");
        return end;
    }

    private static bool HoldsHeaders(ReadOnlySpan<byte> source) => source[Start(source)..] is var mail && (mail.IndexOf("\n\n"u8) >= 0 || mail.IndexOf("\n\r\n"u8) >= 0);

    private static bool HeaderBlockIsTooLong(ReadOnlySpan<byte> source)
    {
        if (source.Length <= Limits.HeaderBytes)
        {
            return false;
        }

        // Fast way out for every ordinary mail: the block ends early.
        var window = source[..Limits.HeaderBytes];
        return window.IndexOf("\n\n"u8) < 0 && window.IndexOf("\n\r\n"u8) < 0;
    }

    private static ReadOnlyMemory<byte> ShortenHeaders(ReadOnlyMemory<byte> source, ProblemList problems)
    {
        var span = source.Span;
        using var kept = new MemoryStream();
        var position = 0;
        var headerLength = 0;
        var cut = false;
        while (position < span.Length)
        {
            var length = span[position..].IndexOf((byte)'\n');
            length = length < 0 ? span.Length - position : length + 1;
            var line = span.Slice(position, length);
            if (line.Length <= 2 && line.TrimEnd("\r\n"u8).IsEmpty)
            {
                break;
            }

            headerLength = line[0] is (byte)' ' or (byte)'\t' ? headerLength + length : length;
            if (headerLength <= Limits.HeaderBytes && kept.Length + length <= Limits.HeaderBlockBytes)
            {
                kept.Write(line);
            }
            else if (headerLength == length && kept.Length + Limits.HeaderBytes <= Limits.HeaderBlockBytes)
            {
                // A single line beyond measure: its beginning says what it is.
                kept.Write(line[..Limits.HeaderBytes]);
                kept.WriteByte((byte)'\n');
                cut = true;
            }
            else
            {
                cut = true;
            }

            position += length;
        }

        if (!cut)
        {
            return source;
        }

        if (position > Limits.HeaderBlockBytes)
        {
            problems.AddUnread("The headers are longer than can be read; a part was left out.");
        }
        else
        {
            problems.Add("A header is longer than can be read; a part of it was left out.");
        }

        kept.Write(span[position..]);
        return kept.GetBuffer().AsMemory(0, (int)kept.Length);
    }
}
