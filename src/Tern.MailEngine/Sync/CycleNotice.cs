using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Sync;

/// <summary>Something that a cycle met and that did not stop it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Fault">The cause.</param>
/// <param name="Mails">How many messages it is about; 0 where it is about none.</param>
public sealed record CycleNotice(CycleNoticeKind Kind, Fault Fault, int Mails);

/// <summary>What a cycle can meet without failing.</summary>
public enum CycleNoticeKind
{
    /// <summary>The provider forgot the cursor; the folder was read anew.</summary>
    CursorExpired,

    /// <summary>The count of a folder found messages that the change feed had not told of; they were read.</summary>
    FeedMissedMail,

    /// <summary>A folder that is to be read does not exist.</summary>
    FolderMissing,

    /// <summary>What is to be done with messages after they were read cannot be done and was given up.</summary>
    FilingGivenUp,

    /// <summary>Messages could not be fetched and are tried again soon.</summary>
    MailWaits,

    /// <summary>Messages could not be fetched often enough to be set aside for an administrator.</summary>
    MailSetAside,

    /// <summary>A folder could not be counted; it is tried again within minutes, and everything else went on.</summary>
    CountFailed,
}
