using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>How Tern is let into Microsoft 365. What was granted belongs to it; several mailboxes may share one.</summary>
internal sealed class Connection
{
    public required ConnectionId Id { get; init; }

    public required string Provider { get; init; }

    /// <summary>Which of Microsoft's clouds; the three addresses follow from it, or from the administrator where it is none of them.</summary>
    public Cloud Cloud { get; set; }

    public required string Authority { get; set; }

    public required string Api { get; set; }

    public required string Resource { get; set; }

    public required string Tenant { get; set; }

    public required string ClientId { get; set; }

    /// <summary>The registration's object id, where somebody told it or we may read it; our own certificate is replaced with its help.</summary>
    public string? ApplicationObjectId { get; set; }

    public required GrantKind GrantKind { get; set; }

    /// <summary>A mailbox that the application must not reach; it is really asked for, and must be refused.</summary>
    public string? ForbiddenAddress { get; set; }

    /// <summary>Whoever signs in is not the mailbox itself but has access to it.</summary>
    public bool IsShared { get; set; }

    /// <summary>The credential that worked last; tried first.</summary>
    public CredentialId? WorkingCredentialId { get; private set; }

    public List<Credential> Credentials { get; } = [];

    /// <summary>Names the consent that was asked of an administrator of the tenant; unguessable, and part of the link that is sent on.</summary>
    public string? ConsentState { get; set; }

    public DateTimeOffset? ConsentAskedAt { get; set; }

    /// <summary>When the administrator's browser came back.</summary>
    public DateTimeOffset? ConsentAnsweredAt { get; set; }

    /// <summary>What it came back with; null when consent was given.</summary>
    public string? ConsentProblem { get; set; }

    /// <summary>Why our own certificate cannot be replaced; null while nothing stands in the way.</summary>
    public string? RollingFaultCode { get; set; }

    public string? RollingFaultDetail { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    internal void Works(CredentialId credential) => WorkingCredentialId = credential;
}
