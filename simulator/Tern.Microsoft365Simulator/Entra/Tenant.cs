namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An organisation with its directory.</summary>
public sealed class Tenant
{
    /// <summary>The tenant's GUID.</summary>
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>Verified domains, the onmicrosoft.com one first.</summary>
    public required List<string> Domains { get; init; }

    /// <summary>The domain people write to.</summary>
    public string MailDomain => Domains[^1];

    /// <summary>False: only an administrator may consent to Mail.* ("Let Microsoft manage your consent settings").</summary>
    public bool UsersMayConsent { get; set; } = true;

    /// <summary>True: a trial, which may write to fewer people outside.</summary>
    public bool IsTrial { get; set; }
}
