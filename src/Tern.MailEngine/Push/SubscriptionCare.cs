using Tern.MailEngine.Errors;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Push;

/// <summary>
/// Decides when the subscription of which mailbox is looked after: when it is due, when the provider says something of it, and when mail came of which
/// it said nothing. Called every few seconds.
/// </summary>
/// <param name="keeper">Who does it.</param>
/// <param name="directory">Where settings come from.</param>
/// <param name="time">The clock.</param>
public sealed class SubscriptionCare(SubscriptionKeeper keeper, IMailboxDirectory directory, TimeProvider time)
{
    /// <summary>Microsoft tells of a mail within three minutes (Microsoft Graph: "Set up notifications for changes in resource data").</summary>
    private static readonly TimeSpan LatestNotice = TimeSpan.FromMinutes(5);

    /// <summary>So many are looked after at the same time; each takes as long as a request does.</summary>
    private const int AtOnce = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<MailboxId, (CareReason Reason, long Number)> _told = [];
    private readonly HashSet<MailboxId> _suspected = [];
    private long _notes;

    /// <summary>The provider says something of a subscription; it is looked after in the next round.</summary>
    /// <param name="mailbox">Whose.</param>
    /// <param name="reason">What.</param>
    public void Note(MailboxId mailbox, CareReason reason)
    {
        lock (_gate)
        {
            _told[mailbox] = (reason, ++_notes);
        }
    }

    /// <summary>Looks after what wants it. Mailboxes that cannot be read wait: whoever cannot read learns nothing from being told.</summary>
    /// <param name="runners">Those that work here.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task RunAsync(IReadOnlyList<MailboxRunner> runners, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(runners);
        var due = (await keeper.ListDueAsync(cancellationToken)).ToHashSet();
        var work = runners
            .Where(r => r.IsWell)
            .Select(r => (Runner: r, Why: ReasonFor(r, due)))
            .Where(w => w.Why is not null)
            .ToList();
        foreach (var some in work.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(w => CareAsync(w.Runner, w.Why!.Value.Reason, w.Why.Value.Note, cancellationToken)));
        }
    }

    /// <returns>Why, and the number of the note where the provider said so.</returns>
    private (CareReason Reason, long? Note)? ReasonFor(MailboxRunner runner, HashSet<MailboxId> due)
    {
        var isSilent = runner.UnannouncedSince < time.GetUtcNow() - LatestNotice;
        lock (_gate)
        {
            if (_told.TryGetValue(runner.Mailbox, out var told))
            {
                return (told.Reason, told.Number);
            }

            if (isSilent)
            {
                return (_suspected.Contains(runner.Mailbox) ? CareReason.Silent : CareReason.Unannounced, null);
            }

            return due.Contains(runner.Mailbox) ? (CareReason.Due, null) : null;
        }
    }

    private async Task CareAsync(MailboxRunner runner, CareReason reason, long? note, CancellationToken cancellationToken)
    {
        if (reason is CareReason.Unannounced or CareReason.Silent)
        {
            runner.ForgetUnannounced();
        }

        lock (_gate)
        {
            _ = reason == CareReason.Unannounced ? _suspected.Add(runner.Mailbox) : reason != CareReason.Due && _suspected.Remove(runner.Mailbox);
        }

        try
        {
            if (await directory.FindAsync(runner.Mailbox, cancellationToken) is { } settings && await keeper.RunAsync(settings, reason, cancellationToken))
            {
                runner.RingToLook();
            }

            Forget(runner.Mailbox, note);
        }
        catch (MailboxException)
        {
            // Settings that cannot be used: the check of this mailbox says so.
        }
    }

    /// <summary>Only what was seen to: a round that the database ends in the middle must not cost what the provider said once, nor what it said meanwhile.</summary>
    private void Forget(MailboxId mailbox, long? note)
    {
        lock (_gate)
        {
            if (_told.TryGetValue(mailbox, out var told) && told.Number == note)
            {
                _told.Remove(mailbox);
            }
        }
    }
}
