namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>A large attachment on its way, piece by piece.</summary>
internal sealed class UploadSession
{
    public required string UserId { get; init; }

    public string ClientId { get; init; } = string.Empty;

    public required long Message { get; init; }

    public required string Name { get; init; }

    public required string ContentType { get; init; }

    public required long Size { get; init; }

    public bool IsInline { get; init; }

    public string? ContentId { get; init; }

    public DateTimeOffset Expires { get; set; }

    public long Received { get; set; }

    public List<byte[]> Pieces { get; set; } = [];
}
