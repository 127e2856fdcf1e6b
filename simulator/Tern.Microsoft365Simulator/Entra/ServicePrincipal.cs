namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An application as one tenant knows it ("enterprise application"). Without it the tenant does not know the application at all (700016).</summary>
public sealed class ServicePrincipal
{
    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    /// <summary>False: "Enabled for users to sign in" is off (7000112).</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>True: only assigned people may use it (50105).</summary>
    public bool RequiresAssignment { get; set; }

    /// <summary>Object ids of the assigned people.</summary>
    public List<string> Assigned { get; init; } = [];
}
