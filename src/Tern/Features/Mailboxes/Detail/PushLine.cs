using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>How new mail is noticed.</summary>
public sealed record PushLine
{
    public required PushState State { get; init; }

    /// <summary>The public address.</summary>
    public required Uri Address { get; init; }

    /// <summary>Seconds between two looks by the clock.</summary>
    public required int ClockSeconds { get; init; }

    public DateTimeOffset? LastToldAt { get; init; }

    public DateTimeOffset? RenewAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What stands in the way, or will.</summary>
    public FaultFacts? Facts { get; init; }

    public DateTimeOffset NextTryAt { get; init; }
}

/// <summary>Whether Microsoft tells us of new mail.</summary>
public enum PushState
{
    /// <summary>It does.</summary>
    Told,

    /// <summary>It is asked as soon as the mailbox can be read.</summary>
    Soon,

    /// <summary>It was asked, and does not.</summary>
    Untold,

    /// <summary>It cannot reach this server.</summary>
    NoAddress,

    /// <summary>The settings say that it shall not.</summary>
    TurnedOff,
}

/// <summary>Finds out how new mail of a mailbox is noticed.</summary>
internal sealed class PushView(TernDbContext db, PushAddresses push, PublicAddress address, Notifications notifications, MailEngineOptions engine, TimeProvider time)
{
    internal async Task<PushLine> OfAsync(MailboxId id, CancellationToken cancellationToken)
    {
        var row = await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(s => s.MailboxId == id, cancellationToken);
        var state = StateOf(row);
        return new PushLine
        {
            State = state,
            Address = address.Base,
            ClockSeconds = (int)(state == PushState.Told ? engine.PollIntervalWithPush : engine.PollInterval).TotalSeconds,
            LastToldAt = notifications.LastTold(id),
            RenewAt = row?.RenewAt,
            ExpiresAt = row?.ExpiresAt,
            Facts = state is PushState.Told or PushState.Untold && row is { FaultCode: { } code }
                ? new FaultFacts { Code = code, ProviderCode = row.ProviderCode, RequestId = row.RequestId, Words = row.FaultDetail }
                : null,
            NextTryAt = row?.CareAt ?? time.GetUtcNow(),
        };
    }

    private PushState StateOf(SubscriptionRow? row) => push switch
    {
        { Choice: PushChoice.Never } => PushState.TurnedOff,
        { CanBeReached: false } => PushState.NoAddress,
        _ when row is { SubscriptionId: not null } && row.ExpiresAt > time.GetUtcNow() => PushState.Told,
        _ => row?.FaultCode is null ? PushState.Soon : PushState.Untold,
    };
}
