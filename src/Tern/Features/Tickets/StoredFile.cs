using Tern.Data.Blobs;

namespace Tern.Features.Tickets;

/// <summary>A file whose content is in the blob store and which no message has yet.</summary>
internal sealed record StoredFile(string Name, string ContentType, long Size, BlobId Blob, string? ContentId, bool IsInline)
{
    internal Attachment For(MessageId message, DateTimeOffset now) => new()
    {
        Id = new AttachmentId(Guid.CreateVersion7(now)),
        MessageId = message,
        Name = Name,
        ContentType = ContentType,
        Size = Size,
        Blob = Blob,
        ContentId = ContentId,
        IsInline = IsInline,
    };
}
