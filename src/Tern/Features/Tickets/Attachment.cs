using Tern.Data.Blobs;

namespace Tern.Features.Tickets;

/// <summary>A file of a message.</summary>
internal sealed class Attachment
{
    public required AttachmentId Id { get; init; }

    public required MessageId MessageId { get; init; }

    public required string Name { get; init; }

    /// <summary>What the sender says it is; nothing is ever run or shown because of it.</summary>
    public required string ContentType { get; init; }

    public required long Size { get; init; }

    public required BlobId Blob { get; init; }

    /// <summary>By which the HTML refers to it (RFC 2392), without angle brackets.</summary>
    public string? ContentId { get; init; }

    public required bool IsInline { get; init; }
}
