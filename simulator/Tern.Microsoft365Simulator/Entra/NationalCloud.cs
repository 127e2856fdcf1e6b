namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The clouds that share nothing: neither tenants nor app registrations nor tokens (authentication-national-cloud).</summary>
public enum NationalCloud
{
    /// <summary>login.microsoftonline.com; GCC lives here as well.</summary>
    Worldwide,

    /// <summary>US Government L4 (GCC High): login.microsoftonline.us with graph.microsoft.us.</summary>
    UsGovernment,

    /// <summary>US Government L5 (DoD): the same sign-in, but dod-graph.microsoft.us.</summary>
    UsGovernmentDod,

    /// <summary>21Vianet: login.partner.microsoftonline.cn with microsoftgraph.chinacloudapi.cn.</summary>
    China,
}
