using Tern.MailEngine.Errors;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Health;

/// <summary>How a mailbox fares, as the runner last saw it.</summary>
public sealed record MailboxHealth
{
    /// <summary>The mailbox.</summary>
    public required MailboxId Mailbox { get; init; }

    /// <summary>The state.</summary>
    public required MailboxState State { get; init; }

    /// <summary>What stands in the way, or soon will; null while nothing does.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Set where mail still flows although somebody must act: when it stops if nobody does.</summary>
    public DateTimeOffset? WorksUntil { get; init; }

    /// <summary>How far the provider's clock is ahead of ours; null where that is not known.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>What the check met and went on from.</summary>
    public IReadOnlyList<CycleNotice> Notices { get; init; } = [];

    /// <summary>When it was reported.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the next check happens by itself.</summary>
    public DateTimeOffset? NextCheckAt { get; init; }

    /// <summary>The last check that the provider answered in full; null when this report is not one.</summary>
    public DateTimeOffset? SucceededAt { get; init; }

    /// <summary>The access token in use, without its value.</summary>
    public TokenLife? Token { get; init; }
}

/// <summary>The dates of an access token.</summary>
/// <param name="IssuedAt">When it was asked for.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="RefreshAt">When the next one is asked for.</param>
public sealed record TokenLife(DateTimeOffset IssuedAt, DateTimeOffset ExpiresAt, DateTimeOffset RefreshAt)
{
    /// <summary>The dates of a token.</summary>
    /// <param name="token">The token.</param>
    public static TokenLife Of(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new TokenLife(token.IssuedAt, token.ExpiresAt, token.RefreshAt);
    }
}
