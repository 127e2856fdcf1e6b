using System.Buffers;

namespace Tern.Mail.Reading;

/// <summary>Counts the lines that may begin a part.</summary>
internal static class PartLines
{
    private const int BlockBytes = 256 * 1024;

    /// <summary>Where a mail is to end because more of them follow than are read; null where there are not so many.</summary>
    internal static long? End(MailBytes mail)
    {
        if (mail.Length < Limits.PartLines * 3)
        {
            return null;
        }

        var count = 0;
        if (mail.Held(0, mail.Length) is { } held)
        {
            return In(held.Span, 0, ref count);
        }

        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            // The last two bytes of a block are looked at once more with the next: a line may begin there.
            var (offset, kept) = (0L, 0);
            while (mail.Read(offset + kept, block.AsSpan(kept)) is > 0 and var read)
            {
                if (In(block.AsSpan(0, kept + read), offset, ref count) is { } end)
                {
                    return end;
                }

                var length = kept + read;
                kept = Math.Min(2, length);
                block.AsSpan(length - kept, kept).CopyTo(block);
                offset += length - kept;
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static long? In(ReadOnlySpan<byte> span, long offset, ref int count)
    {
        var position = 0;
        while (span[position..].IndexOf("\n--"u8) is >= 0 and var at)
        {
            if (count++ == Limits.PartLines)
            {
                return offset + position + at;
            }

            position += at + 3;
        }

        return null;
    }
}
