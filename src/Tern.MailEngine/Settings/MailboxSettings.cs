namespace Tern.MailEngine.Settings;

/// <summary>Everything a cycle needs to know about a mailbox. Read anew before every cycle, never kept from one to the next.</summary>
public sealed record MailboxSettings
{
    /// <summary>The mailbox.</summary>
    public required MailboxId Id { get; init; }

    /// <summary>A few letters that name the mailbox in logs, where its address must not stand.</summary>
    public required string ShortName { get; init; }

    /// <summary>The address that is read and sent from, as the provider knows it.</summary>
    public required string Address { get; init; }

    /// <summary>How the provider lets us in.</summary>
    public required ConnectionSettings Connection { get; init; }

    /// <summary>The folder whose mail is read: a well-known name of the provider or an id. Default: <c>inbox</c>.</summary>
    public string Folder { get; init; } = "inbox";

    /// <summary>Mail received before this moment is noted in the ledger and left alone.</summary>
    public required DateTimeOffset ReceiveSince { get; init; }

    /// <summary>A paused mailbox neither reads nor sends; its grant is kept alive.</summary>
    public bool IsPaused { get; init; }
}
