using Tern.MailEngine.Delivery;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Sync;

/// <summary>What the parts of one cycle share: the mailbox, the right to store, and what has come of it so far.</summary>
internal sealed class CycleRun(IMailDelivery delivery, MailboxLease lease, MailboxSettings settings, IMailboxSession session, IProgress<CycleReport>? progress, CatchUpTurns turns) : IDisposable
{
    private IDisposable? _turn;

    public MailboxLease Lease => lease;

    public MailboxSettings Settings => settings;

    public IMailboxSession Session => session;

    public required CycleReport Report { get; set; }

    /// <summary>Messages that cannot be fetched are no longer taken for the provider's trouble.</summary>
    public required bool BlamesMessages { get; init; }

    public int Fetched { get; set; }

    /// <summary>The same cycle with other settings.</summary>
    public CycleRun With(MailboxSettings other) => new(delivery, lease, other, session, progress, turns) { Report = Report, BlamesMessages = BlamesMessages, Fetched = Fetched, _turn = _turn };

    /// <summary>Takes over what came of it.</summary>
    public void Take(CycleRun other) => (Report, Fetched, _turn) = (other.Report, other.Fetched, other._turn);

    /// <summary>There are so many mails to store that it waits for a turn, which is this cycle's from then on.</summary>
    public async Task CatchUpAsync(int mails, CancellationToken cancellationToken) => _turn ??= await turns.TakeAsync(mails, cancellationToken);

    /// <summary>The cycle is over, and its turn somebody else's.</summary>
    public void Dispose() => _turn?.Dispose();

    public void Note(CycleNotice notice) => Report = Report.Add(notice);

    /// <summary>Stores a batch, unless the lease is lost.</summary>
    public async Task StoreAsync(MailBatch batch, CancellationToken cancellationToken)
    {
        if (Report.LeaseLost)
        {
            return;
        }

        var result = await delivery.DeliverAsync(lease, batch, cancellationToken);
        if (!result.IsCommitted)
        {
            Report = Report with { LeaseLost = true };
            return;
        }

        Report = batch.Mails.OfType<UnfetchedMail>().Aggregate(
            Report.Add(result),
            (report, mail) => report.Add(new CycleNotice(mail.IsSetAside ? CycleNoticeKind.MailSetAside : CycleNoticeKind.MailWaits, mail.Fault, Mails: 1)));
        progress?.Report(Report);
    }
}
