using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>A message body while it comes in: a torn, short or stalled one is a failure in our words, never a shorter mail and never an endless wait.</summary>
internal sealed class MimeStream(Stream inner, long? expected, TimeProvider time) : Stream
{
    /// <summary>So long nothing may come; a lost connection that nobody closes looks like this.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            using var pause = new CancellationTokenSource(LongestPause, time);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(pause.Token, cancellationToken);
            var count = await inner.ReadAsync(buffer, linked.Token);
            _read += count;
            return count > 0 || buffer.Length == 0 || (_read > 0 && (expected is null || _read == expected))
                ? count
                : throw Torn(inner: null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Torn(exception);
        }
        catch (OperationCanceledException stalled) when (!cancellationToken.IsCancellationRequested)
        {
            throw Torn(stalled);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("A message is read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private MailboxUnavailableException Torn(Exception? inner) =>
        new(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, $"The message {(inner is OperationCanceledException ? "stalled" : "ended")} after {_read} bytes{(expected is { } e ? $" of {e}" : "")}."), inner);
}
