using System.ComponentModel.DataAnnotations;

namespace Tern.MailEngine;

/// <summary>How the engine works; the same for all mailboxes of a node.</summary>
public sealed class MailEngineOptions
{
    /// <summary>The gap between two checks of a quiet mailbox. Default: 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same where the provider tells us of changes: the clock then only finds what was not told. Default: one minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PollIntervalWithPush { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a subscription to notifications is asked for; it is renewed at half of that. Default: three days; Microsoft's bound is seven.</summary>
    [Range(typeof(TimeSpan), "00:45:00", "7.00:00:00")]
    public TimeSpan SubscriptionLength { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Pages of the change feed read in one cycle before other work may go first. Default: 20.</summary>
    [Range(1, 1000)]
    public int PagesPerCycle { get; set; } = 20;

    /// <summary>Messages stored in one transaction. Default: 50.</summary>
    [Range(1, 500)]
    public int BatchSize { get; set; } = 50;

    /// <summary>Raw bytes stored in one transaction; a single larger message stands alone. Default: 16 MiB.</summary>
    [Range(1, long.MaxValue)]
    public long BatchBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Messages fetched at the same time from one mailbox; the third request in flight is kept for sending. Default: 2.</summary>
    [Range(1, 3)]
    public int ConcurrentFetches { get; set; } = 2;

    /// <summary>Tries before a message that cannot be fetched is set aside. Default: 5.</summary>
    [Range(1, 100)]
    public int FetchAttempts { get; set; } = 5;

    /// <summary>The gap between two counts of a folder's newest mails against the ledger, which find what the change feed missed. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan CensusInterval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The gap between two counts of a whole folder, back to the mailbox's connection. Default: one day.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00")]
    public TimeSpan WholeCensusInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Tries before what is to be done with a mail after it was read is given up. Default: 8, over some two hours.</summary>
    [Range(1, 100)]
    public int FilingAttempts { get; set; } = 8;

    /// <summary>New mails of one page that are stored at once; a mailbox with more waits for its turn among those that catch up. Default: 10.</summary>
    [Range(1, 1000)]
    public int FewMails { get; set; } = 10;

    /// <summary>Mailboxes of a node that catch up at the same time; each for one cycle, then the next one's turn comes. Default: 16.</summary>
    [Range(1, 1000)]
    public int CatchingUpAtOnce { get; set; } = 16;

    /// <summary>The gap between two looks at the outbox of all mailboxes of a node when nothing rings. Default: 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OutboxInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>An outgoing message this old is looked for at the provider before its first step: a restored backup looks like that. Default: 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OutboxLookUpAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after the provider was asked to send a message its copy is first looked for. Default: 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SentLookAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The gap between two looks for a message of which it is not known whether it left. Two of them must find it lying there as a draft before the same draft is
    /// sent again, and a provider may take a minute to show that it left. Default: 65 seconds; shorter only for trials.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan SentLookGap { get; set; } = TimeSpan.FromSeconds(65);
}
