using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Push;

/// <summary>A provider's list of who is told of changes in one mailbox (Microsoft Graph: "subscription resource type").</summary>
public interface ISubscriptions
{
    /// <summary>Asks to be told. The provider calls both addresses before it answers.</summary>
    /// <param name="wish">Where, for how long, and the secret that every notification has to carry.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="SubscriptionExistsException">There is one already.</exception>
    /// <exception cref="SubscriptionTooLongException">It may not last so long.</exception>
    /// <exception cref="MailboxException">It was not made, or that is not known.</exception>
    Task<Subscription> CreateAsync(SubscriptionWish wish, CancellationToken cancellationToken);

    /// <summary>Makes a subscription last longer, and confirms with the present token that we may still be told.</summary>
    /// <param name="id">Which.</param>
    /// <param name="expiresAt">Until when.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it no longer exists.</returns>
    /// <exception cref="SubscriptionTooLongException">It may not last so long.</exception>
    /// <exception cref="MailboxException">It was not done, or that is not known.</exception>
    Task<Subscription?> RenewAsync(string id, DateTimeOffset expiresAt, CancellationToken cancellationToken);

    /// <summary>Looks whether a subscription is still there.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it no longer exists.</returns>
    /// <exception cref="MailboxException">There was no answer.</exception>
    Task<Subscription?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>All subscriptions of our registration, those of other mailboxes and of other installations too.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">There was no answer.</exception>
    Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Ends a subscription. One that no longer exists is ended.</summary>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MailboxException">It was not ended, or that is not known.</exception>
    Task DeleteAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A provider's promise to tell us of changes.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="NotificationUrl">Where it tells them; null where the provider does not say.</param>
/// <param name="ExpiresAt">When the promise ends unless it is renewed.</param>
public sealed record Subscription(string Id, Uri? NotificationUrl, DateTimeOffset ExpiresAt);

/// <summary>How we want to be told.</summary>
/// <param name="Address">Where.</param>
/// <param name="ClientState">The secret that every notification has to carry; 128 characters at most.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record SubscriptionWish(PushAddress Address, string ClientState, DateTimeOffset ExpiresAt);

/// <summary>The provider has such a subscription already, from a request whose answer was lost or from somebody else.</summary>
/// <param name="fault">What the provider said.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class SubscriptionExistsException(Fault fault, Exception? inner = null) : MailboxException(fault, inner);

/// <summary>A subscription may not last as long as was asked for.</summary>
/// <param name="fault">What the provider said.</param>
/// <param name="longest">How long it may last; null where the provider does not say.</param>
/// <param name="inner">What it was translated from.</param>
public sealed class SubscriptionTooLongException(Fault fault, TimeSpan? longest, Exception? inner = null) : MailboxException(fault, inner)
{
    /// <summary>How long it may last; null where the provider does not say.</summary>
    public TimeSpan? Longest { get; } = longest;
}
