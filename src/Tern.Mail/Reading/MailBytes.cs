namespace Tern.Mail.Reading;

/// <summary>The bytes of a mail, wherever they lie.</summary>
internal abstract class MailBytes
{
    internal abstract long Length { get; }

    /// <summary>What went wrong while it was read: of the machine, and not of the mail.</summary>
    internal virtual IOException? Failure => null;

    /// <summary>Reads from a place on; 0 at the end.</summary>
    internal abstract int Read(long offset, Span<byte> destination);

    /// <summary>The bytes between two places where they are in memory already; null where they would have to be fetched.</summary>
    internal abstract ReadOnlyMemory<byte>? Held(long from, long to);

    /// <summary>The bytes between two places, fetched where they must be.</summary>
    internal ReadOnlyMemory<byte> Hold(long from, long to)
    {
        if (Held(from, to) is { } held)
        {
            return held;
        }

        var fetched = GC.AllocateUninitializedArray<byte>(checked((int)(to - from)));
        using var part = new SourceStream(this, from, to);
        return fetched.AsMemory(0, part.ReadAtLeast(fetched, fetched.Length, throwOnEndOfStream: false));
    }
}

/// <summary>A mail in memory.</summary>
internal sealed class HeldMail(ReadOnlyMemory<byte> bytes) : MailBytes
{
    internal override long Length => bytes.Length;

    internal override int Read(long offset, Span<byte> destination)
    {
        var rest = bytes.Span[(int)Math.Min(offset, bytes.Length)..];
        var length = Math.Min(rest.Length, destination.Length);
        rest[..length].CopyTo(destination);
        return length;
    }

    internal override ReadOnlyMemory<byte>? Held(long from, long to) => bytes[(int)from..(int)to];
}

/// <summary>A mail of which the beginning is held, mended as it may be, and the rest lies in a stream, mostly of a file.</summary>
/// <param name="head">The beginning.</param>
/// <param name="file">Where the rest lies.</param>
/// <param name="rest">The place in it from which on.</param>
/// <param name="end">The place in it that ends the mail.</param>
internal sealed class FiledMail(ReadOnlyMemory<byte> head, Stream file, long rest, long end) : MailBytes
{
    private IOException? _failure;

    internal override long Length => head.Length + end - rest;

    internal override IOException? Failure => _failure;

    internal override int Read(long offset, Span<byte> destination)
    {
        if (offset < head.Length)
        {
            var length = (int)Math.Min(head.Length - offset, destination.Length);
            head.Span.Slice((int)offset, length).CopyTo(destination);
            return length;
        }

        var place = offset - head.Length + rest;
        try
        {
            file.Position = place;
            return place >= end ? 0 : file.Read(destination[..(int)Math.Min(destination.Length, end - place)]);
        }
        catch (IOException failure)
        {
            _failure = failure;
            throw;
        }
    }

    internal override ReadOnlyMemory<byte>? Held(long from, long to) => to <= head.Length ? head[(int)from..(int)to] : default(ReadOnlyMemory<byte>?); // a bare null would become memory of no bytes

    /// <summary>The same, ending sooner.</summary>
    internal FiledMail Until(long length) => length <= head.Length ? new FiledMail(head[..(int)length], file, rest, rest) : new FiledMail(head, file, rest, rest + length - head.Length);
}
