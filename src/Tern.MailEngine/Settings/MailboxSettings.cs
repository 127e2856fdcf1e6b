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

    /// <summary>The folders that are read, each with a change feed of its own. Default: the inbox.</summary>
    public IReadOnlyList<FolderSettings> Folders { get; init; } = [FolderSettings.Inbox];

    /// <summary>What is done at the provider with mail that was read.</summary>
    public AfterImport AfterImport { get; init; } = AfterImport.Leave;

    /// <summary>Mail received before this moment is noted in the ledger and left alone.</summary>
    public required DateTimeOffset ReceiveSince { get; init; }

    /// <summary>Until then the provider has promised to tell us of changes; null where it has not.</summary>
    public DateTimeOffset? PushUntil { get; init; }

    /// <summary>A paused mailbox neither reads nor sends; its grant is kept alive.</summary>
    public bool IsPaused { get; init; }
}
