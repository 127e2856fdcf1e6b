namespace Tern.Microsoft365Simulator;

/// <summary>A body whose connection breaks half way, or falls silent there.</summary>
internal sealed class BreakingStream(ReadOnlyMemory<byte> body, bool stalls) : Stream
{
    private readonly int _end = body.Length / 2;
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (_at >= _end)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The simulated connection was cut in the middle of the body.");
        }

        var count = Math.Min(buffer.Length, _end - _at);
        body.Span.Slice(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (stalls && _at >= _end)
        {
            return StallAsync(cancellationToken);
        }

        try
        {
            return ValueTask.FromResult(Read(buffer.Span));
        }
        catch (IOException cut)
        {
            return ValueTask.FromException<int>(cut);
        }
    }

    private static async ValueTask<int> StallAsync(CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource();
        using (cancellationToken.UnsafeRegister(static state => ((TaskCompletionSource)state!).TrySetResult(), never))
        {
            await never.Task;
        }

        throw new OperationCanceledException(cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
