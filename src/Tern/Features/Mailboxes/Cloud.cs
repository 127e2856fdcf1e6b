namespace Tern.Features.Mailboxes;

/// <summary>Microsoft's clouds. An app registration belongs to one of them (Microsoft Graph: "National cloud deployments").</summary>
public enum Cloud
{
    /// <summary>Worldwide, GCC included.</summary>
    Worldwide,

    /// <summary>US Government L4.</summary>
    GccHigh,

    /// <summary>US Government L5.</summary>
    Dod,

    /// <summary>Operated by 21Vianet.</summary>
    China,

    /// <summary>Addresses that the administrator enters: a new sovereign cloud, or a proxy in front of one.</summary>
    Custom,
}
