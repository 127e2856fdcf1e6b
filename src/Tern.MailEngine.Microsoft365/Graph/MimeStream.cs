using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>A message body while it comes in: a torn or short one is a failure in our words, never a shorter mail.</summary>
internal sealed class MimeStream(Stream inner, long? expected) : Stream
{
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
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _read += count;
            return count > 0 || buffer.Length == 0 || (_read > 0 && (expected is null || _read == expected))
                ? count
                : throw Torn(inner: null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw Torn(exception);
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
        new(new Fault(FaultCodes.AnswerUnreadable, FaultClass.Transient, $"The message ended after {_read} bytes{(expected is { } e ? $" of {e}" : "")}."), inner);
}
