namespace Tern.Mail;

/// <summary>A mail ready to hand over.</summary>
/// <param name="Raw">The MIME source, CRLF line ends, within the limit asked for unless the texts alone exceed it.</param>
/// <param name="ForUpload">What did not fit and must be added to the draft by an upload session, never dropped silently; with a content id where the HTML shows it.</param>
public sealed record ComposedMail(ReadOnlyMemory<byte> Raw, IReadOnlyList<OutgoingAttachment> ForUpload)
{
    /// <summary>The files that stand in it, under the names that it gives them.</summary>
    public IReadOnlyList<OutgoingAttachment> Within { get; init; } = [];
}
