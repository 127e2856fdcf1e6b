namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An application registered in a tenant.</summary>
public sealed class AppRegistration
{
    public required string ClientId { get; init; }

    public required string ObjectId { get; init; }

    public required string TenantId { get; init; }

    public required string DisplayName { get; set; }

    /// <summary>Redirect URIs of type Web; compared byte for byte.</summary>
    public List<string> RedirectUris { get; init; } = [];

    /// <summary>Redirect URIs of type single-page application.</summary>
    public List<string> SpaRedirectUris { get; init; } = [];

    /// <summary>Redirect URIs of type mobile and desktop.</summary>
    public List<string> NativeRedirectUris { get; init; } = [];

    /// <summary>Application permissions (roles) asked for in the registration, such as Mail.ReadWrite.</summary>
    public List<string> ApplicationPermissions { get; init; } = [];

    /// <summary>Delegated permissions (scopes) asked for in the registration.</summary>
    public List<string> DelegatedPermissions { get; init; } = [];

    public List<ClientSecret> Secrets { get; init; } = [];

    public List<ClientCertificate> Certificates { get; init; } = [];

    /// <summary>Assertions of other issuers that count as this application's credential; twenty at most.</summary>
    public List<FederatedCredential> FederatedCredentials { get; init; } = [];

    /// <summary>True: usable from every tenant that has consented to it.</summary>
    public bool IsMultiTenant { get; set; }

    /// <summary>True: a public client, which must not send a credential.</summary>
    public bool IsPublicClient { get; set; }

    /// <summary>True: people with a personal account may use it, through /common and /consumers.</summary>
    public bool AllowsPersonalAccounts { get; init; }

    /// <summary>True: Microsoft or its owner has taken it out of use everywhere (70001).</summary>
    public bool IsDisabled { get; set; }

    /// <summary>True: one of the applications a policy may ask for (53002 for all others).</summary>
    public bool IsApproved { get; set; }

    /// <summary>Token requests per minute before this client id is throttled (90055); null for no limit.</summary>
    public int? TokenRequestLimit { get; set; }

    /// <summary>Mailboxes (user principal names) an application access policy narrows the app to; null for all.</summary>
    public List<string>? AllowedMailboxes { get; set; }
}

/// <summary>A client secret: its id (which people paste by mistake), its value, and its end.</summary>
public sealed record ClientSecret(string Id, string Value, DateTimeOffset Ends);

/// <summary>A registered certificate, public part only, and from when on the token endpoint knows it.</summary>
public sealed record ClientCertificate(string Id, byte[] Der, DateTimeOffset? KnownFrom = null)
{
    /// <summary>Who took it out of use before its end.</summary>
    public CertificateRevocation Revocation { get; set; }
}

/// <summary>Who revoked a certificate.</summary>
public enum CertificateRevocation
{
    None,

    /// <summary>The application's administrator (7000214).</summary>
    Administrator,

    /// <summary>The authority that issued it (7000277).</summary>
    Issuer,
}
