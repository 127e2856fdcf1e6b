using Tern.MailEngine;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>A folder that is read.</summary>
internal sealed class MailboxFolder
{
    public required MailboxId MailboxId { get; init; }

    /// <summary>A well-known name or an id.</summary>
    public required string Folder { get; init; }

    /// <summary>Its name as people saw it when it was chosen; null for a well-known one, which has a name in every language.</summary>
    public string? DisplayName { get; init; }

    public required FolderRole Role { get; init; }
}
