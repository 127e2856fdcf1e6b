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

    /// <summary>The shortest life of a token for clients that handle claims challenges; up to 28 h (concept-continuous-access-evaluation).</summary>
    public TimeSpan LongTokenShortest { get; set; } = TimeSpan.FromHours(20);

    /// <summary>The longest life of such a token.</summary>
    public TimeSpan LongTokenLongest { get; set; } = TimeSpan.FromHours(28);

    /// <summary>False: Graph does not evaluate continuously, and no token lives longer.</summary>
    public bool ContinuousEvaluation { get; set; } = true;

    /// <summary>How long until Graph hears of an event; Microsoft says up to 15 minutes.</summary>
    public TimeSpan EventLag { get; set; }

    /// <summary>How long a refresh token of a single-page application lives, counted from the sign-in.</summary>
    public TimeSpan SpaRefreshTokenLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a sign-in page may lie open (50089); Microsoft does not publish it.</summary>
    public TimeSpan SignInPageLife { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a device code can be used.</summary>
    public TimeSpan DeviceCodeLife { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often a device may ask.</summary>
    public TimeSpan DeviceCodeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long until the token endpoint knows a key that was added by addKey; Microsoft does not publish it.</summary>
    public TimeSpan NewKeyLag { get; set; }

    /// <summary>True: the proof of addKey and removeKey names the client id as its issuer; false: the object id. The page was read both ways.</summary>
    public bool ProofNamesClientId { get; set; }

    /// <summary>True: trouble of Entra at the authorize address comes back to the application; false: it stays on the page.</summary>
    public bool TroubleComesBack { get; set; }

    /// <summary>How many equal token requests within <see cref="LoopWindow"/> make a loop (50196); null: they are not counted. Microsoft does not publish it.</summary>
    public int? LoopLimit { get; set; }

    /// <summary>The time over which equal token requests are counted, and so the wait after 50196.</summary>
    public TimeSpan LoopWindow { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The wait that a throttled tenant or client is told and held to (90055).</summary>
    public TimeSpan ThrottleWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The address all requests come from, as policies about locations see it.</summary>
    public string ClientAddress { get; set; } = "203.0.113.10";

    /// <summary>True: <c>scope</c> in token answers names each permission with its resource, however it was asked for.</summary>
    public bool FullScopeNames { get; set; }

    /// <summary>True: token answers carry no <c>scope</c>.</summary>
    public bool OmitScope { get; set; }

    /// <summary>True: token answers begin with a byte order mark.</summary>
    public bool ByteOrderMark { get; set; }

    /// <summary>True: token answers carry fields nobody has heard of.</summary>
    public bool UnknownFields { get; set; }

    /// <summary>True: the parts of an error's text are parted by line breaks; false: by blanks. Both were seen.</summary>
    public bool ErrorTextInLines { get; set; }

    /// <summary>True: token errors carry no <c>error_uri</c>.</summary>
    public bool OmitErrorUri { get; set; }

    /// <summary>True: something on the way answers token requests with 200 and a page, as captive portals do.</summary>
    public bool CaptivePortal { get; set; }

    /// <summary>True: every token answer carries <c>refresh_in</c>, not only those for long-lived tokens.</summary>
    public bool AlwaysRefreshIn { get; set; }

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

    /// <summary>Share of batches whose responses are in no order.</summary>
    public double ShuffledBatches { get; set; }

    /// <summary>True: a message that left a folder and came back between two looks is not reported (known issue with immutable ids).</summary>
    public bool MissReturns { get; set; }

    /// <summary>How long a nextLink is good; zero: until <c>expire-sync-states</c>. Outlook's own span is not known.</summary>
    public TimeSpan NextLinkLife { get; set; }

    /// <summary>How long a deltaLink is good; zero: until <c>expire-sync-states</c>.</summary>
    public TimeSpan DeltaLinkLife { get; set; }

    /// <summary>With which code a sync state that is gone is refused; several were seen.</summary>
    public ExpiredSyncState ExpiredSyncState { get; set; }

    /// <summary>With which status: 410, or 400 as was seen too.</summary>
    public int ExpiredSyncStateStatus { get; set; } = 410;

    /// <summary>Whether that refusal tells in Location where to start anew.</summary>
    public bool ExpiredSyncStateHasLocation { get; set; } = true;

    /// <summary>How long until <c>$search</c> finds a new message.</summary>
    public TimeSpan SearchIndexLag { get; set; }

    /// <summary>So long after a message came, a PATCH is refused with 412, without If-Match too.</summary>
    public TimeSpan ConflictAfterArrival { get; set; }

    /// <summary>From when on changing the content of received mail needs Mail-Advanced.ReadWrite.</summary>
    public DateTimeOffset MailAdvancedFrom { get; set; } = new(2026, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The status of that refusal, which Microsoft has not told.</summary>
    public int MailAdvancedStatus { get; set; } = 403;

    /// <summary>How many internetMessageHeaders a message in JSON may have; five, as seen in the field.</summary>
    public int MostMessageHeaders { get; set; } = 5;

    /// <summary>The status for a request over 4 MB: 413, or 400 as was seen too.</summary>
    public int LargeRequestStatus { get; set; } = 413;

    /// <summary>The status of an upload address past its end: 404 or 401, which is not documented.</summary>
    public int ExpiredUploadStatus { get; set; } = 404;

    /// <summary>True: a GET on an upload address tells where to go on, as OneDrive does; for Outlook it is not documented.</summary>
    public bool UploadStateReadable { get; set; }

    /// <summary>Whether permanentDelete exists, which it does not in national clouds; null: as the cloud of the tenant has it.</summary>
    public bool? IsWorldwideCloud { get; set; }

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

    /// <summary>True: that number counts for the application over all its mailboxes, as some wordings had it.</summary>
    public bool ConcurrencyPerApplication { get; set; }

    /// <summary>The wait that 503 and 504 of the named faults tell; zero: none, which is not dependable either way.</summary>
    public TimeSpan UnavailableRetryAfter { get; set; }

    /// <summary>False: In-Reply-To and References set as MAPI properties of a JSON draft stay properties and do not leave with the mail.</summary>
    public bool ThreadingPropertiesLeave { get; set; } = true;

    /// <summary>What a second send of a draft is refused with, which is not known: 404 ErrorItemNotFound, or 400 ErrorInvalidOperation.</summary>
    public int SecondSendStatus { get; set; } = 404;

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

    /// <summary>True: over <see cref="MessagesPerMinute"/> a send is 429 with Retry-After; false: it is accepted and waits its turn. Both are said.</summary>
    public bool RefuseOverRate { get; set; }

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
