namespace Tern.Microsoft365Simulator.Push;

/// <summary>An application's wish to be told of changes in a mailbox (resources/subscription).</summary>
public sealed class Subscription
{
    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    /// <summary>The person on whose behalf it was made; null when the application acts for itself.</summary>
    public string? UserId { get; init; }

    /// <summary>created, updated, deleted: one or more, as they were asked for.</summary>
    public required string ChangeType { get; init; }

    public required string NotificationUrl { get; set; }

    public string? LifecycleNotificationUrl { get; init; }

    /// <summary>The path as it was asked for.</summary>
    public required string Resource { get; init; }

    /// <summary>Object id of the mailbox's user.</summary>
    public required string MailboxUserId { get; init; }

    /// <summary>The number of the folder; null for the whole mailbox.</summary>
    public int? Folder { get; init; }

    /// <summary>Properties to carry along, from $select in the resource.</summary>
    public List<string> Selected { get; init; } = [];

    public string? ClientState { get; init; }

    public required DateTimeOffset Expires { get; set; }

    public bool IncludesResourceData { get; init; }

    public string? EncryptionCertificate { get; init; }

    public string? EncryptionCertificateId { get; init; }

    public string? LatestSupportedTlsVersion { get; init; }

    /// <summary>Created with Prefer: IdType="ImmutableId"; notifications carry that form.</summary>
    public bool UsesImmutableIds { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>The end of the token it was created, renewed or reauthorized with.</summary>
    public DateTimeOffset AuthorizedUntil { get; set; }

    /// <summary>True once reauthorizationRequired was sent for this authorization.</summary>
    public bool IsReauthorizationAsked { get; set; }

    /// <summary>The minute, counted from 1970, in which a fault of P7 or P9 was last decided for it, by the id of the fault.</summary>
    public Dictionary<string, long> FaultMinutes { get; init; } = [];

    /// <summary>How many lifecycle events there were, lost ones too.</summary>
    public int LifecycleEvents { get; set; }

    /// <summary>The number of the mailbox's last change that was looked at.</summary>
    public long LastChange { get; set; }

    internal bool Wants(string changeType) => ChangeType.Split(',', StringSplitOptions.TrimEntries).Contains(changeType, StringComparer.OrdinalIgnoreCase);

    /// <summary>Same application, same person, same resource, same kinds of change: a second one is refused with 409.</summary>
    internal bool IsTwinOf(Subscription other) =>
        ClientId == other.ClientId && TenantId == other.TenantId && UserId == other.UserId
        && MailboxUserId == other.MailboxUserId && Folder == other.Folder
        && Kinds(ChangeType).SetEquals(Kinds(other.ChangeType));

    private static HashSet<string> Kinds(string changeType) =>
        new(changeType.Split(',', StringSplitOptions.TrimEntries), StringComparer.OrdinalIgnoreCase);
}
