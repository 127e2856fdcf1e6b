namespace Tern.Mail.Reading;

/// <summary>A mail, or a part of one, as a stream of its own; nothing is copied for it.</summary>
internal sealed class SourceStream(MailBytes mail, long from, long to) : Stream
{
    private long _position;

    internal SourceStream(MailBytes mail)
        : this(mail, 0, mail.Length)
    {
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => to - from;

    public override long Position
    {
        get => _position;
        set => _position = Math.Clamp(value, 0, Length);
    }

    /// <summary>A piece of it, with a place of its own.</summary>
    internal SourceStream Part(long start, long end) => new(mail, from + start, from + Math.Min(end, Length));

    /// <summary>Its bytes, up to as many; copied only where they lie in a file.</summary>
    internal ReadOnlyMemory<byte> Hold(int most = int.MaxValue) => mail.Hold(from, from + Math.Min(Length, most));

    public override int Read(Span<byte> buffer)
    {
        var read = mail.Read(from + _position, buffer[..(int)Math.Min(buffer.Length, Length - _position)]);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
