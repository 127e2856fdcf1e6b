namespace Tern.Microsoft365Simulator;

/// <summary>A body that comes a few bytes a second, on the given clock.</summary>
internal sealed class TricklingStream(ReadOnlyMemory<byte> body, int bytesPerSecond, TimeProvider time) : MemoryStream(body.ToArray(), writable: false)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position > 0 && Position < Length)
        {
            await Task.Delay(Second, time, cancellationToken);
        }

        return Read(buffer.Span[..Math.Min(buffer.Length, bytesPerSecond)]);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        var buffer = new byte[bytesPerSecond];
        while (await ReadAsync(buffer, cancellationToken) is var count and > 0)
        {
            await destination.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
