using Tern.MailEngine.Push;

namespace Tern.MailEngine.Testing;

/// <summary>Subscriptions of a host without a database.</summary>
/// <param name="shared">What is committed.</param>
public sealed class InMemorySubscriptions(InMemoryHost.SharedState shared) : ISubscriptionStore
{
    /// <summary>A host that nobody can reach from outside.</summary>
    public static IPushAddresses Unreachable { get; } = new Nowhere();

    /// <inheritdoc />
    public Task<IReadOnlyList<MailboxId>> ListDueAsync(DateTimeOffset now, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<MailboxId>>(
        [.. shared.Mailboxes.Keys.Where(m => !(shared.Subscriptions.GetValueOrDefault(m)?.CareAt > now)).OrderBy(m => m.Value)]);

    /// <inheritdoc />
    public Task<KeptSubscription?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken) => Task.FromResult(shared.Subscriptions.GetValueOrDefault(mailbox));

    /// <inheritdoc />
    public Task SaveAsync(KeptSubscription kept, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kept);
        shared.Subscriptions[kept.Mailbox] = kept;
        return Task.CompletedTask;
    }

    private sealed class Nowhere : IPushAddresses
    {
        public bool CanBeReached => false;

        public PushAddress? AddressFor(MailboxId mailbox) => null;
    }
}
