namespace Tern.MailEngine.Outbox;

/// <summary>What is handed to the provider: a raw message within its size limit, and the files that must follow by upload.</summary>
/// <param name="Raw">The raw message.</param>
/// <param name="Uploads">Files that did not fit, in order.</param>
public sealed record OutgoingMessage(ReadOnlyMemory<byte> Raw, IReadOnlyList<LargeAttachment> Uploads)
{
    /// <summary>The names of the files that stand in the raw message: a provider lists them beside those that follow.</summary>
    public IReadOnlyList<string> Within { get; init; } = [];
}

/// <summary>A file too large to stand in the raw message.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Open">Opens it anew for every try.</param>
/// <param name="ContentId">Of a picture that the text shows, by which it refers to it; null for a file.</param>
public sealed record LargeAttachment(string Name, string ContentType, long Size, Func<Stream> Open, string? ContentId = null);

/// <summary>Where an outgoing message was found.</summary>
/// <param name="Place">The place.</param>
/// <param name="ProviderId">Its id there.</param>
/// <param name="MessageId">The Message-ID it carries there, without angle brackets.</param>
public sealed record OutgoingLocation(OutgoingPlace Place, string? ProviderId, string? MessageId);

/// <summary>Places where an outgoing message may lie.</summary>
public enum OutgoingPlace
{
    /// <summary>Nowhere that we can see.</summary>
    Missing,

    /// <summary>Still a draft.</summary>
    Draft,

    /// <summary>No longer a draft, not yet in Sent Items.</summary>
    Leaving,

    /// <summary>In Sent Items.</summary>
    Sent,
}
