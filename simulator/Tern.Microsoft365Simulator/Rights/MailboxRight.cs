namespace Tern.Microsoft365Simulator.Rights;

/// <summary>What one person may do with another mailbox; each is given for itself.</summary>
public enum MailboxRight
{
    /// <summary>Open it, read and write in it.</summary>
    FullAccess,

    /// <summary>Send so that the mail seems to come from it.</summary>
    SendAs,

    /// <summary>Send on its behalf, which recipients see.</summary>
    SendOnBehalf,
}
