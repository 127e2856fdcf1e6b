using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;

namespace Tern.MailEngine.Sync;

/// <summary>What one cycle over one mailbox did.</summary>
public sealed record CycleReport
{
    /// <summary>The mailbox.</summary>
    public required MailboxId Mailbox { get; init; }

    /// <summary>True when the provider answered and everything was stored.</summary>
    public bool Succeeded => Fault is null && !LeaseLost;

    /// <summary>Rows of the change feed looked at.</summary>
    public int Checked { get; init; }

    /// <summary>Messages that opened a ticket.</summary>
    public int New { get; init; }

    /// <summary>Messages that continued a ticket.</summary>
    public int Replied { get; init; }

    /// <summary>Messages noted and left alone.</summary>
    public int Ignored { get; init; }

    /// <summary>Messages set aside.</summary>
    public int Quarantined { get; init; }

    /// <summary>What the cycle met and went on from; each cause once.</summary>
    public IReadOnlyList<CycleNotice> Notices { get; init; } = [];

    /// <summary>True when the feed has more; the next cycle follows at once.</summary>
    public bool HasMore { get; init; }

    /// <summary>True when another node took over.</summary>
    public bool LeaseLost { get; init; }

    /// <summary>True when the access token was refreshed in this cycle.</summary>
    public bool TokenRefreshed { get; init; }

    /// <summary>The token in use.</summary>
    public TokenLife? Token { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>What went wrong, if anything.</summary>
    public Fault? Fault { get; init; }

    /// <summary>What somebody must mend although the mailbox is read: a folder that does not exist.</summary>
    public Fault? Trouble { get; init; }

    /// <summary>What will go wrong when the token in use ends: its refresh is refused, and somebody must act before that.</summary>
    public Fault? Ahead { get; init; }

    internal CycleReport Add(Delivery.DeliveryResult result) => this with
    {
        New = New + result.NewTickets,
        Replied = Replied + result.Replies,
        Ignored = Ignored + result.Ignored,
        Quarantined = Quarantined + result.Quarantined,
    };

    internal CycleReport Add(CycleNotice notice)
    {
        var same = Notices.FirstOrDefault(n => n.Kind == notice.Kind && n.Fault.Code == notice.Fault.Code);
        return this with { Notices = [.. Notices.Where(n => n != same), same is null ? notice : same with { Mails = same.Mails + notice.Mails }] };
    }

    /// <summary>This report and the next one of the same mailbox, added up.</summary>
    /// <param name="next">The later report.</param>
    public CycleReport Plus(CycleReport next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return Notices.Aggregate(next, (report, notice) => report.Add(notice)) with
        {
            Checked = Checked + next.Checked,
            New = New + next.New,
            Replied = Replied + next.Replied,
            Ignored = Ignored + next.Ignored,
            Quarantined = Quarantined + next.Quarantined,
            TokenRefreshed = TokenRefreshed || next.TokenRefreshed,
            Duration = Duration + next.Duration,
        };
    }
}
