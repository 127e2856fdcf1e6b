namespace Tern.MailEngine.Sync;

/// <summary>A message as it came over the wire, while it is being read.</summary>
/// <param name="content">The bytes.</param>
/// <param name="receivedAt">When the provider received it, where it said so.</param>
/// <param name="owner">What must be closed with it.</param>
public sealed class RawMessage(Stream content, DateTimeOffset? receivedAt, IDisposable? owner) : IDisposable
{
    /// <summary>The bytes; reading may fail like any network.</summary>
    public Stream Content { get; } = content;

    /// <summary>When the provider received it, where it said so.</summary>
    public DateTimeOffset? ReceivedAt { get; } = receivedAt;

    /// <inheritdoc />
    public void Dispose()
    {
        Content.Dispose();
        owner?.Dispose();
    }
}
