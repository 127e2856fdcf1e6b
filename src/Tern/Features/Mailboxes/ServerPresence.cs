namespace Tern.Features.Mailboxes;

/// <summary>A running server's sign of life, so that a command beside it knows whom to ask.</summary>
internal sealed class ServerPresence
{
    /// <summary>A sign of life older than this means that no server runs.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public required string Node { get; init; }

    public required DateTimeOffset SeenAt { get; set; }
}
