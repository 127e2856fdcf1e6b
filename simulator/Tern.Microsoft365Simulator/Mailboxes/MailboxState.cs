namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>Where a mailbox stands. For all but the first, Graph answers MailboxNotEnabledForRESTAPI.</summary>
public enum MailboxState
{
    /// <summary>In use.</summary>
    Active,

    /// <summary>Deleted, and kept for thirty days: mail to it comes back.</summary>
    SoftDeleted,

    /// <summary>Kept for the law only: mail to it comes back.</summary>
    Inactive,

    /// <summary>On a server of the organisation's own; mail to it goes there.</summary>
    OnPremises,

    /// <summary>On its way here or away: mail to it is still taken.</summary>
    Migrating,
}
