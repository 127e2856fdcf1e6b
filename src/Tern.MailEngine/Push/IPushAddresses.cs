namespace Tern.MailEngine.Push;

/// <summary>Where providers can reach the host from the internet.</summary>
public interface IPushAddresses
{
    /// <summary>True when a provider can, and shall, reach us.</summary>
    bool CanBeReached { get; }

    /// <summary>Where a provider tells of a mailbox; null where nobody can reach us, or nobody shall.</summary>
    /// <param name="mailbox">Whose; it stands in the address, so that a provider's list shows which subscription is ours.</param>
    PushAddress? AddressFor(MailboxId mailbox);
}

/// <summary>Where a provider tells of a mailbox.</summary>
/// <param name="Notifications">Where it tells of changes.</param>
/// <param name="Lifecycle">Where it tells what becomes of the subscription itself.</param>
public sealed record PushAddress(Uri Notifications, Uri Lifecycle);
