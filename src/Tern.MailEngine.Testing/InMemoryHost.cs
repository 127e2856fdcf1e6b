using System.Security.Cryptography;
using Tern.MailEngine.Delivery;
using Tern.MailEngine.Health;
using Tern.MailEngine.Leases;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

namespace Tern.MailEngine.Testing;

/// <summary>
/// A host without a database: directory, leases, tokens, deliveries, outbox and health in memory, with the semantics of a crash: what a call has
/// committed stays, everything else is gone. All calls complete at once, so that runs are deterministic.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="node">This node's name; another instance with <see cref="Shared"/> state and another name is another node.</param>
/// <param name="state">State to share with other nodes; null makes its own.</param>
public sealed class InMemoryHost(TimeProvider time, string node = "node-1", InMemoryHost.SharedState? state = null)
    : IMailboxDirectory, IMailboxLeases, ITokenStore, IMailDelivery, IOutbox, IHealthJournal
{
    /// <summary>What is committed.</summary>
    public SharedState Shared { get; } = state ?? new SharedState();

    /// <inheritdoc />
    public TimeSpan Duration => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    public Task<IReadOnlyList<MailboxId>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<MailboxId>>([.. Shared.Mailboxes.Keys.OrderBy(m => m.Value)]);

    /// <inheritdoc />
    public Task<MailboxSettings?> FindAsync(MailboxId mailbox, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Mailboxes.GetValueOrDefault(mailbox) is { } settings
            ? settings with { Connection = InOrder(settings.Connection) with { Permissions = Shared.Permissions.GetValueOrDefault(settings.Connection.GrantId) } }
            : null);

    /// <summary>The credential that worked last is tried first.</summary>
    private ConnectionSettings InOrder(ConnectionSettings connection) =>
        Shared.WorkingCredentials.TryGetValue(connection.GrantId, out var working)
            ? connection with { Credentials = [.. connection.Credentials.OrderByDescending(c => c.Id == working)] }
            : connection;

    /// <inheritdoc />
    public Task<MailboxLease?> TryTakeAsync(MailboxId mailbox, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var held = Shared.Leases.GetValueOrDefault(mailbox);
        if (held.Epoch > 0 && held.Owner != node && held.Owner is not null && now < held.ExpiresAt)
        {
            return Task.FromResult<MailboxLease?>(null);
        }

        Shared.Leases[mailbox] = (node, held.Epoch + 1, now + Duration);
        return Task.FromResult<MailboxLease?>(new MailboxLease(mailbox, held.Epoch + 1));
    }

    /// <inheritdoc />
    public Task<IReadOnlyCollection<MailboxLease>> RenewAsync(IReadOnlyCollection<MailboxLease> leases, CancellationToken cancellationToken)
    {
        var kept = leases.Where(Holds).ToList();
        foreach (var lease in kept)
        {
            Shared.Leases[lease.Mailbox] = (node, lease.Epoch, time.GetUtcNow() + Duration);
        }

        return Task.FromResult<IReadOnlyCollection<MailboxLease>>(kept);
    }

    /// <inheritdoc />
    public Task ReleaseAsync(MailboxLease lease, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        if (Holds(lease))
        {
            Shared.Leases[lease.Mailbox] = (null, lease.Epoch, DateTimeOffset.MinValue);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<StoredTokens> LoadAsync(Guid grantId, string resource, CancellationToken cancellationToken)
    {
        var grant = Shared.Grants.GetValueOrDefault(grantId);
        return Task.FromResult(new StoredTokens(grant.Version, grant.RefreshToken, Shared.AccessTokens.GetValueOrDefault((grantId, resource)))
        {
            Failure = Shared.TokenFailures.GetValueOrDefault(grantId),
        });
    }

    /// <inheritdoc />
    public Task<bool> ClaimAsync(Guid grantId, RefreshClaim claim, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var isFree = !Shared.RefreshClaims.TryGetValue(grantId, out var held) || held.Owner == claim.Owner || held.Until <= claim.Now || held.Until > claim.LatestEnd;
        if (!isFree || Shared.Grants.GetValueOrDefault(grantId).Version != claim.Version)
        {
            return Task.FromResult(false);
        }

        Shared.RefreshClaims[grantId] = claim;
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task NoteFailureAsync(Guid grantId, RefreshClaim claim, TokenFailure failure, CancellationToken cancellationToken)
    {
        if (Shared.RefreshClaims.GetValueOrDefault(grantId)?.Owner == claim.Owner)
        {
            Shared.RefreshClaims.Remove(grantId);
            Shared.TokenFailures[grantId] = failure;
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<bool> SaveAsync(Guid grantId, string resource, TokenUpdate update, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(update);
        var grant = Shared.Grants.GetValueOrDefault(grantId);
        if (grant.Version != update.BasedOnVersion)
        {
            return Task.FromResult(false);
        }

        Shared.Grants[grantId] = (grant.Version + 1, update.RefreshToken ?? grant.RefreshToken);
        Shared.AccessTokens[(grantId, resource)] = update.AccessToken;
        Shared.TokenFailures.Remove(grantId);
        Shared.RefreshClaims.Remove(grantId);
        Shared.Permissions[grantId] = update.Permissions;
        if (update.CredentialId is { } credential)
        {
            Shared.WorkingCredentials[grantId] = credential;
        }

        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task<FolderState> LoadFolderAsync(MailboxId mailbox, string folder, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Folders.GetValueOrDefault((mailbox, folder), FolderState.New));

    /// <inheritdoc />
    public Task<IReadOnlySet<string>> FindUnknownAsync(MailboxId mailbox, IReadOnlyCollection<string> providerIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlySet<string>>(providerIds.Where(id => !Shared.Ledger.TryGetValue((mailbox, id), out var known) || IsVanished(known)).ToHashSet());

    /// <inheritdoc />
    public Task<IReadOnlyList<UnfetchedMail>> DueRetriesAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<UnfetchedMail>>(
            [.. Shared.Unfetched.Where(row => row.Key.Mailbox == mailbox && row.Value.RetryAt <= now).Select(row => row.Value).OrderBy(m => m.RetryAt)]);

    /// <inheritdoc />
    public async Task<RawSource> StoreRawAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        using var buffer = new MemoryStream();
        await content.CopyToAsync(buffer, cancellationToken);
        var bytes = buffer.ToArray();
        var key = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Shared.Raw[key] = bytes;
        return new RawSource(key, bytes.Length);
    }

    /// <inheritdoc />
    public Task<DeliveryResult> DeliverAsync(MailboxLease lease, MailBatch batch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(batch);
        if (!Holds(lease))
        {
            return Task.FromResult(DeliveryResult.LeaseLost);
        }

        int stored = 0, ignored = 0, quarantined = 0;
        foreach (var mail in batch.Mails)
        {
            var key = (lease.Mailbox, mail.ProviderId);
            if (Shared.Ledger.TryGetValue(key, out var known) && known is not UnfetchedMail && !IsVanished(known))
            {
                continue;
            }

            Shared.Ledger[key] = mail is UnfetchedMail waits ? waits with { Folder = batch.Folder } : mail;
            stored += mail is ArrivedMail ? 1 : 0;
            ignored += mail is LeftAloneMail ? 1 : 0;
            quarantined += mail is UnfetchedMail { IsSetAside: true } ? 1 : 0;
            Shared.Unfetched.Remove(key);
            switch (mail)
            {
                case ArrivedMail arrived:
                    Shared.Delivered.Add((lease.Mailbox, arrived));
                    if (batch.Folder.Role == FolderRole.Incoming && Shared.Mailboxes.GetValueOrDefault(lease.Mailbox) is { AfterImport.Kind: not AfterImportKind.Leave })
                    {
                        Shared.Filings[key] = new Filing(mail.ProviderId, 0, time.GetUtcNow());
                    }

                    break;
                case UnfetchedMail unfetched:
                    Shared.Unfetched[key] = unfetched with { Folder = batch.Folder };
                    break;
                default:
                    break;
            }
        }

        Shared.Left.UnionWith(batch.Left.Select(id => (lease.Mailbox, id)));
        if (batch.State is { } state)
        {
            Shared.Folders[(lease.Mailbox, batch.Folder.Id)] = state;
        }

        return Task.FromResult(new DeliveryResult(true, stored, 0, ignored, quarantined));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Filing>> DueFilingAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Filing>>([.. Shared.Filings.Where(f => f.Key.Mailbox == mailbox && f.Value.DueAt <= now).Select(f => f.Value).OrderBy(f => f.DueAt).Take(50)]);

    /// <inheritdoc />
    public Task<bool> SaveFilingAsync(MailboxLease lease, IReadOnlyList<Filing> filings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(filings);
        if (!Holds(lease))
        {
            return Task.FromResult(false);
        }

        foreach (var filing in filings)
        {
            Shared.Filings[(lease.Mailbox, filing.ProviderId)] = filing;
        }

        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task<OutboxItem?> NextDueAsync(MailboxId mailbox, DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult(Shared.Outbox.Values.Where(i => i.Mailbox == mailbox && i.NextAttemptAt <= now).OrderBy(i => i.NextAttemptAt).ThenBy(i => i.CreatedAt).FirstOrDefault());

    /// <inheritdoc />
    public Task<IReadOnlyCollection<MailboxId>> FindDueAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<MailboxId>>([.. Shared.Outbox.Values.Where(i => i.NextAttemptAt <= now).Select(i => i.Mailbox).Distinct().OrderBy(m => m.Value)]);

    /// <inheritdoc />
    public Task<OutgoingMessage> ComposeAsync(OutboxItem item, MailboxSettings settings, long maxRawBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(item);
        return Task.FromResult(Shared.Outgoing[item.Id]);
    }

    /// <inheritdoc />
    public Task<bool> SaveAsync(MailboxLease lease, OutboxItem item, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lease);
        ArgumentNullException.ThrowIfNull(item);
        if (!Holds(lease))
        {
            return Task.FromResult(false);
        }

        Shared.Outbox[item.Id] = item;
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task ReportAsync(MailboxHealth health, CancellationToken cancellationToken)
    {
        Shared.Health.Add(health);
        return Task.CompletedTask;
    }

    private static bool IsVanished(FetchedMail mail) => mail is LeftAloneMail { Reason: LeftAloneReason.Vanished };

    private bool Holds(MailboxLease lease) => Shared.Leases.GetValueOrDefault(lease.Mailbox) is var held && held.Owner == node && held.Epoch == lease.Epoch;

    /// <summary>Committed state. Survives the node that wrote it.</summary>
    public sealed class SharedState
    {
        /// <summary>The mailboxes and their settings.</summary>
        public Dictionary<MailboxId, MailboxSettings> Mailboxes { get; } = [];

        /// <summary>Who holds which lease.</summary>
        public Dictionary<MailboxId, (string? Owner, long Epoch, DateTimeOffset ExpiresAt)> Leases { get; } = [];

        /// <summary>What the providers promised to tell.</summary>
        public Dictionary<MailboxId, Push.KeptSubscription> Subscriptions { get; } = [];

        /// <summary>Refresh tokens.</summary>
        public Dictionary<Guid, (long Version, string? RefreshToken)> Grants { get; } = [];

        /// <summary>Access tokens.</summary>
        public Dictionary<(Guid Grant, string Resource), AccessToken> AccessTokens { get; } = [];

        /// <summary>Refreshes that failed, per grant.</summary>
        public Dictionary<Guid, TokenFailure> TokenFailures { get; } = [];

        /// <summary>Who refreshes which grant.</summary>
        public Dictionary<Guid, RefreshClaim> RefreshClaims { get; } = [];

        /// <summary>Warnings of a credential's end: which, days before it, and when.</summary>
        public List<(Guid Credential, int Days, DateTimeOffset At)> Warnings { get; } = [];

        /// <summary>Why our own certificate cannot be replaced, per grant.</summary>
        public Dictionary<Guid, Errors.Fault> RollingFaults { get; } = [];

        /// <summary>Numbers the certificates, so that two nodes, or one before and after its restart, never name two alike.</summary>
        internal int CertificatesMade { get; set; }

        /// <summary>The permissions of the last token, per grant.</summary>
        public Dictionary<Guid, IReadOnlyList<string>?> Permissions { get; } = [];

        /// <summary>The credential that worked last, per grant.</summary>
        public Dictionary<Guid, Guid> WorkingCredentials { get; } = [];

        /// <summary>How far each folder has been read.</summary>
        public Dictionary<(MailboxId Mailbox, string Folder), FolderState> Folders { get; } = [];

        /// <summary>Messages that are no longer in the folder they were seen in.</summary>
        public HashSet<(MailboxId Mailbox, string ProviderId)> Left { get; } = [];

        /// <summary>What is or was to be done with stored messages at the provider.</summary>
        public Dictionary<(MailboxId Mailbox, string ProviderId), Filing> Filings { get; } = [];

        /// <summary>Every message ever judged.</summary>
        public Dictionary<(MailboxId Mailbox, string ProviderId), FetchedMail> Ledger { get; } = [];

        /// <summary>Those of the ledger that wait for another try, so that a year of mail need not be searched for them.</summary>
        internal Dictionary<(MailboxId Mailbox, string ProviderId), UnfetchedMail> Unfetched { get; } = [];

        /// <summary>What was delivered, in order.</summary>
        public List<(MailboxId Mailbox, ArrivedMail Mail)> Delivered { get; } = [];

        /// <summary>Raw messages by key.</summary>
        public Dictionary<string, byte[]> Raw { get; } = [];

        /// <summary>The outbox.</summary>
        public Dictionary<Guid, OutboxItem> Outbox { get; } = [];

        /// <summary>What the outbox items say.</summary>
        public Dictionary<Guid, OutgoingMessage> Outgoing { get; } = [];

        /// <summary>Every health report.</summary>
        public List<MailboxHealth> Health { get; } = [];
    }
}
