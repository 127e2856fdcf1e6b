namespace Tern.MailEngine.Sync;

/// <summary>What a mailbox is opened for.</summary>
public enum SessionUse
{
    /// <summary>Mail is read.</summary>
    Reading,

    /// <summary>Mail is sent; it goes first where requests have to wait.</summary>
    Sending,
}
