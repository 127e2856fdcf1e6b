namespace Tern.MailEngine.Settings;

/// <summary>A folder whose mail is read.</summary>
/// <param name="Id">A well-known name of the provider (for example <c>inbox</c>) or an id.</param>
/// <param name="Role">What its mail is.</param>
public sealed record FolderSettings(string Id, FolderRole Role)
{
    /// <summary>The folder that is read where nothing else is said, and where a chosen one is gone.</summary>
    public static FolderSettings Inbox { get; } = new("inbox", FolderRole.Incoming);
}

/// <summary>What the mail of a folder is. The numbers are stored.</summary>
public enum FolderRole
{
    /// <summary>Mail that came.</summary>
    Incoming = 1,

    /// <summary>Mail that came and that the provider takes for spam.</summary>
    Junk = 2,

    /// <summary>Copies of what left; also what people write in the mailbox itself.</summary>
    Sent = 3,
}
