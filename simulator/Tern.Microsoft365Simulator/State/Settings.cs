using Tern.Microsoft365Simulator.Throttling;

namespace Tern.Microsoft365Simulator.State;

/// <summary>The switches of the simulation. Every default is what Microsoft is known to do on a good day.</summary>
public sealed class Settings
{
    /// <summary>The shortest life of an access token; Entra draws 60 to 90 minutes (configurable-token-lifetimes).</summary>
    public TimeSpan AccessTokenShortest { get; set; } = TimeSpan.FromMinutes(60);

    /// <summary>The longest life of an access token.</summary>
    public TimeSpan AccessTokenLongest { get; set; } = TimeSpan.FromMinutes(90);

    /// <summary>How long a refresh token lives after it was issued; each use issues a new one (refresh-tokens).</summary>
    public TimeSpan RefreshTokenLife { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How long an authorization code can be redeemed.</summary>
    public TimeSpan CodeLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>True: a refresh token dies when it is used. Entra does not do this; other servers do.</summary>
    public bool StrictRotation { get; set; }

    /// <summary>True: a refresh answers without a new refresh token, so the old one must be kept.</summary>
    public bool OmitRefreshToken { get; set; }

    /// <summary>True: <c>expires_in</c> is written as a string, as some stacks do.</summary>
    public bool ExpiresInAsString { get; set; }

    /// <summary>How long a sent draft still lies in Drafts.</summary>
    public TimeSpan LeaveDraftsAfter { get; set; }

    /// <summary>How long until the copy shows in Sent Items; until then it lies in the Outbox.</summary>
    public TimeSpan SentItemsAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>True: between Drafts and Sent Items the item cannot be found at all.</summary>
    public bool HiddenInTransit { get; set; }

    /// <summary>How long until the recipients have the mail.</summary>
    public TimeSpan DeliverAfter { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>True: the server puts its own Message-ID into what it sends (MS-OXCMAIL allows it).</summary>
    public bool ReplaceMessageId { get; set; }

    /// <summary>True: the server drops Auto-Submitted from what it sends, as was seen in the field.</summary>
    public bool StripAutoSubmitted { get; set; }

    /// <summary>The largest message that may leave, in bytes; 35 MB unless the tenant allows more.</summary>
    public long LargestMessage { get; set; } = 35L * 1024 * 1024;

    /// <summary>How long until a change shows in the change feed.</summary>
    public TimeSpan FeedLag { get; set; }

    /// <summary>Share of delta pages that are empty and carry a nextLink.</summary>
    public double EmptyPages { get; set; }

    /// <summary>Share of delta pages on which a row comes twice.</summary>
    public double RepeatedRows { get; set; }

    /// <summary>Share of read-state changes that come as id and isRead only.</summary>
    public double PartialRows { get; set; }

    /// <summary>Share of delta pages whose rows are in no order.</summary>
    public double ShuffledPages { get; set; }

    /// <summary>True: a message that left a folder and came back between two looks is not reported (known issue with immutable ids).</summary>
    public bool MissReturns { get; set; }

    /// <summary>True: notifications may go to http on loopback, so that a developer needs no certificate. Microsoft takes https only.</summary>
    public bool AllowHttpOnLoopback { get; set; }

    /// <summary>The longest life of a subscription to messages; 10,080 minutes, 4,230 in older documents.</summary>
    public TimeSpan LongestSubscription { get; set; } = TimeSpan.FromMinutes(10_080);

    /// <summary>The longest life of a subscription with resource data.</summary>
    public TimeSpan LongestSubscriptionWithData { get; set; } = TimeSpan.FromMinutes(1_440);

    /// <summary>A shorter life that is asked for is raised to this.</summary>
    public TimeSpan ShortestSubscription { get; set; } = TimeSpan.FromMinutes(45);

    /// <summary>Subscriptions on one mailbox over all applications; 0 for no limit.</summary>
    public int SubscriptionsPerMailbox { get; set; } = 1_000;

    /// <summary>True: Mail.ReadWrite is enough to subscribe; the documentation warns that it may not be.</summary>
    public bool ReadWriteMaySubscribe { get; set; } = true;

    /// <summary>The soonest a change is told of.</summary>
    public TimeSpan NotifyShortest { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The latest a change is told of; Microsoft says a minute on average and three at most.</summary>
    public TimeSpan NotifyLongest { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long an undeliverable notification is tried again.</summary>
    public TimeSpan NotifyAgainFor { get; set; } = TimeSpan.FromHours(4);

    /// <summary>An endpoint that takes longer was slow.</summary>
    public TimeSpan SlowAnswer { get; set; } = TimeSpan.FromSeconds(2.9);

    /// <summary>How long before the end of the token behind a subscription reauthorizationRequired is sent.</summary>
    public TimeSpan ReauthorizeBefore { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>True: past that end nothing is told until the subscription is reauthorized.</summary>
    public bool PauseUntilReauthorized { get; set; }

    /// <summary>Share of lifecycle events that never come; how dependable they are is not known.</summary>
    public double LostLifecycleEvents { get; set; }

    /// <summary>Requests of one application to one mailbox within ten minutes; 0 for no limit, as with all limits.</summary>
    public int MailboxRequests { get; set; } = 10_000;

    /// <summary>Requests of one application to one mailbox at once.</summary>
    public int MailboxConcurrency { get; set; } = 4;

    /// <summary>Bytes one application may send to one mailbox within five minutes.</summary>
    public long MailboxUpload { get; set; } = 150L * 1024 * 1024;

    /// <summary>Requests of one application to all of Graph within ten seconds.</summary>
    public int GraphRequests { get; set; } = 130_000;

    /// <summary>Requests to /subscriptions within twenty seconds, per application and tenant.</summary>
    public int SubscriptionRequests { get; set; } = 5_000;

    /// <summary>Requests to /subscriptions within twenty seconds, per tenant.</summary>
    public int TenantSubscriptionRequests { get; set; } = 10_000;

    /// <summary>How long each request to a mailbox takes; it is in flight for so long.</summary>
    public TimeSpan MailboxRequestTime { get; set; }

    /// <summary>The code of a 429 for too many requests or too much upload on a mailbox.</summary>
    public ThrottledForm ThrottledAs { get; set; }

    /// <summary>Messages a mailbox may send within a minute; the others wait their turn.</summary>
    public int MessagesPerMinute { get; set; } = 30;

    /// <summary>Recipients a mailbox may write to within 24 hours.</summary>
    public int RecipientsPerDay { get; set; } = 10_000;

    /// <summary>Recipients of one message; an administrator may choose 1 to 1000.</summary>
    public int RecipientsPerMessage { get; set; } = 500;

    /// <summary>External recipients of a tenant within 24 hours; null for the formula by licences, 0 for no limit.</summary>
    public int? ExternalRecipientsPerDay { get; set; }

    /// <summary>External recipients of a tenant's onmicrosoft.com senders within 24 hours.</summary>
    public int OnmicrosoftRecipientsPerDay { get; set; } = 100;

    /// <summary>True: over the daily limit a send is refused at once with 429; otherwise it is accepted and comes back.</summary>
    public bool RefuseOverQuota { get; set; }

    /// <summary>The largest message a mailbox takes, in bytes.</summary>
    public long LargestReceived { get; set; } = 36L * 1024 * 1024;

    /// <summary>The status of ErrorQuotaExceeded: 507 by the general table, 429 in the field.</summary>
    public int QuotaStatus { get; set; } = 507;

    /// <summary>How long until a role assignment (RBAC for Applications) holds; 30 minutes to 2 hours.</summary>
    public TimeSpan RolesApplyAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>True: an access policy refuses with the text that names RAOP.</summary>
    public bool AccessPolicySaysRaop { get; set; }

    /// <summary>Null while the network is up; otherwise every request but those to /_sim fails with it.</summary>
    public HttpRequestError? NetworkDown { get; set; }
}
