namespace Tern.Features.Mailboxes;

/// <summary>A running server's sign of life, so that a command beside it knows whom to ask.</summary>
internal sealed class ServerPresence
{
    public required string Node { get; init; }

    public required DateTimeOffset SeenAt { get; set; }
}
