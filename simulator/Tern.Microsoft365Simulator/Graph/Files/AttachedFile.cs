using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>One attachment, wherever it lies. Those added to a draft have negative numbers.</summary>
internal sealed record AttachedFile(
    int Number, string Name, string ContentType, bool IsInline, string? ContentId, AttachmentKind Kind, byte[] Content)
{
    internal string? ContentLocation { get; init; }
}
