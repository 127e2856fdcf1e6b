using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>How Tern is let into Microsoft 365. What was granted belongs to it; several mailboxes may share one.</summary>
internal sealed class Connection
{
    public required ConnectionId Id { get; init; }

    public required string Provider { get; init; }

    public required string Authority { get; set; }

    public required string Api { get; set; }

    public required string Resource { get; set; }

    public required string Tenant { get; set; }

    public required string ClientId { get; set; }

    public required GrantKind GrantKind { get; init; }

    /// <summary>Whoever signs in is not the mailbox itself but has access to it.</summary>
    public bool IsShared { get; init; }

    /// <summary>The credential that worked last; tried first.</summary>
    public CredentialId? WorkingCredentialId { get; private set; }

    public List<Credential> Credentials { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }
}
