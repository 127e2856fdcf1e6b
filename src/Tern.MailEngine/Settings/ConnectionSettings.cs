namespace Tern.MailEngine.Settings;

/// <summary>How a provider lets us in: where it is, who we are there, what proves it, and what was granted.</summary>
public sealed record ConnectionSettings
{
    /// <summary>Identifies what was granted; access tokens are kept per grant and resource.</summary>
    public required Guid GrantId { get; init; }

    /// <summary>The provider's name, for example <c>microsoft365</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Address of the authorization server, without the tenant. Microsoft: <c>https://login.microsoftonline.com/</c>.</summary>
    public required Uri Authority { get; init; }

    /// <summary>Address of the mail interface. Microsoft: <c>https://graph.microsoft.com/v1.0/</c>.</summary>
    public required Uri Api { get; init; }

    /// <summary>The resource that access tokens are asked for. Microsoft: <c>https://graph.microsoft.com</c>.</summary>
    public required string Resource { get; init; }

    /// <summary>The customer's directory at the provider: a GUID or a verified domain.</summary>
    public required string Tenant { get; init; }

    /// <summary>Our registration's client id (application id).</summary>
    public required string ClientId { get; init; }

    /// <summary>Whether we act as ourselves or for a person who signed in.</summary>
    public required GrantKind GrantKind { get; init; }

    /// <summary>True when the person who signs in is not the mailbox itself but has access to it (a shared mailbox); needs wider permissions.</summary>
    public bool IsShared { get; init; }

    /// <summary>What proves that we are the client, in the order in which it is tried; the one that worked last comes first.</summary>
    public required IReadOnlyList<CredentialSettings> Credentials { get; init; }

    /// <summary>The certificate that is going to replace our own one; null while none is on its way.</summary>
    public NextCertificate? NextCertificate { get; init; }

    /// <summary>The permissions of the last access token, by their short names; null where that could not be seen.</summary>
    public IReadOnlyList<string>? Permissions { get; init; }

    /// <summary>The registration's object id, where it is known; it is not the client id.</summary>
    public string? ApplicationObjectId { get; init; }
}
