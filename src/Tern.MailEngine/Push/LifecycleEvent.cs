namespace Tern.MailEngine.Push;

/// <summary>What a provider says of a subscription itself (Microsoft Graph: "Reduce missing change notifications").</summary>
public enum LifecycleEvent
{
    /// <summary>It wants to see a present token: the subscription is renewed.</summary>
    ReauthorizationRequired,

    /// <summary>It ended the subscription: another one is made, and the mailbox is read.</summary>
    SubscriptionRemoved,

    /// <summary>It could not tell of changes: the mailbox is read.</summary>
    Missed,
}
