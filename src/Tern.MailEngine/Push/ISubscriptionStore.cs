using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Push;

/// <summary>Where the host keeps what is known of subscriptions, one for each mailbox.</summary>
public interface ISubscriptionStore
{
    /// <summary>The mailboxes whose subscription wants care by now, those without one included, in a stable order.</summary>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<MailboxId>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What is known of a mailbox's subscription, or null.</summary>
    /// <param name="mailbox">Whose.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<KeptSubscription?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken);

    /// <summary>Keeps what is known now. Nothing is kept of a mailbox that is gone.</summary>
    /// <param name="kept">All of it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SaveAsync(KeptSubscription kept, CancellationToken cancellationToken);
}

/// <summary>What is known of the subscription of a mailbox.</summary>
public sealed record KeptSubscription
{
    /// <summary>Whose.</summary>
    public required MailboxId Mailbox { get; init; }

    /// <summary>The secret of its notifications. Kept before the provider hears of it, so that none comes that we do not know.</summary>
    public required string ClientState { get; init; }

    /// <summary>The provider's id; null while there is none.</summary>
    public string? Id { get; init; }

    /// <summary>The address that was given.</summary>
    public Uri? Address { get; init; }

    /// <summary>When it ends unless it is renewed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it is renewed.</summary>
    public DateTimeOffset? RenewAt { get; init; }

    /// <summary>True from before the provider is asked until its answer is known: a subscription may exist that we have not heard of.</summary>
    public bool IsAsked { get; init; }

    /// <summary>How long a subscription may last, where the provider has told.</summary>
    public TimeSpan? Longest { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Why we are not told, or may soon not be; null when nothing stands in the way.</summary>
    public Fault? Fault { get; init; }

    /// <summary>When somebody looks after it next.</summary>
    public required DateTimeOffset CareAt { get; init; }

    /// <summary>Whether the provider has promised to tell us, as far as we know.</summary>
    /// <param name="now">The present.</param>
    public bool IsAlive(DateTimeOffset now) => Id is not null && ExpiresAt > now;
}
