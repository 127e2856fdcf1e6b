using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Delivery;

/// <summary>What one transaction of the host stores: mails of one folder, what left it, and how far it has been read.</summary>
public sealed record MailBatch
{
    /// <summary>The folder.</summary>
    public required FolderSettings Folder { get; init; }

    /// <summary>The mails; may be empty.</summary>
    public IReadOnlyList<FetchedMail> Mails { get; init; } = [];

    /// <summary>Ids of messages that are no longer in the folder: moved or deleted. What was stored of them stays.</summary>
    public IReadOnlyList<string> Left { get; init; } = [];

    /// <summary>How far the folder has been read after this batch; null leaves it where it is.</summary>
    public FolderState? State { get; init; }
}
