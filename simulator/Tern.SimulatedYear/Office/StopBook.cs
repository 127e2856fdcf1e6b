using Tern.MailEngine;
using Tern.MailEngine.Health;

namespace Tern.SimulatedYear.Office;

/// <summary>Reads what the engine says of its mailboxes, and notes every stop.</summary>
/// <param name="mailboxes">The mailboxes.</param>
/// <param name="time">The true clock.</param>
internal sealed class StopBook(IReadOnlyList<YearMailbox> mailboxes, TimeProvider time) : IHealthJournal
{
    private readonly Dictionary<MailboxId, Stop> _standing = [];
    private readonly List<Stop> _stops = [];

    internal IReadOnlyList<Stop> Stops => _stops;

    /// <summary>How many reports there were.</summary>
    internal long Reports { get; private set; }

    public Task ReportAsync(MailboxHealth health, CancellationToken cancellationToken)
    {
        Reports++;
        var standing = _standing.GetValueOrDefault(health.Mailbox);
        var isAhead = health.WorksUntil is not null;
        if (standing is null ? health.Fault is null : standing.IsStillSo(health.Fault, isAhead))
        {
            return Task.CompletedTask;
        }

        if (standing is not null)
        {
            standing.Until = time.GetUtcNow();
            _standing.Remove(health.Mailbox);
        }

        if (health.Fault is { } fault)
        {
            var stop = new Stop(mailboxes.First(m => m.Id == health.Mailbox), time.GetUtcNow(), fault.Code, fault.ProviderCode, fault.Class, isAhead);
            _stops.Add(stop);
            _standing[health.Mailbox] = stop;
        }

        return Task.CompletedTask;
    }
}
