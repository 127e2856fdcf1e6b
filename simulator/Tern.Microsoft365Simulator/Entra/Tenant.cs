namespace Tern.Microsoft365Simulator.Entra;

/// <summary>An organisation with its directory.</summary>
public sealed class Tenant
{
    /// <summary>The tenant's GUID.</summary>
    public required string Id { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>Verified domains, the onmicrosoft.com one first.</summary>
    public required List<string> Domains { get; init; }

    /// <summary>The national cloud it lives in, for good.</summary>
    public NationalCloud Cloud { get; init; }

    /// <summary>The domain people write to.</summary>
    public string MailDomain => Domains[^1];

    /// <summary>False: only an administrator may consent to Mail.* ("Let Microsoft manage your consent settings").</summary>
    public bool UsersMayConsent { get; set; } = true;

    /// <summary>True: people who need an administrator's consent can send a request for it (90095).</summary>
    public bool TakesConsentRequests { get; set; }

    /// <summary>What people have asked the administrators for.</summary>
    public List<ConsentRequest> ConsentRequests { get; init; } = [];

    /// <summary>True: people at risk are blocked (530035).</summary>
    public bool SecurityDefaults { get; set; }

    /// <summary>True: Workload ID Premium, so that continuous access evaluation covers applications without a user.</summary>
    public bool EvaluatesWorkloads { get; set; }

    /// <summary>Token requests per minute before the tenant is throttled (90055); null for no limit.</summary>
    public int? TokenRequestLimit { get; set; }

    /// <summary>Conditional Access.</summary>
    public List<SignInPolicy> Policies { get; init; } = [];

    public List<Device> Devices { get; init; } = [];

    /// <summary>Services that are not simply there, by resource ("https://graph.microsoft.com", "https://outlook.office.com").</summary>
    public Dictionary<string, ResourceState> Resources { get; init; } = [];

    /// <summary>Ids of tenants whose people administer this one on its behalf; their applications are told apart (90099).</summary>
    public List<string> Partners { get; init; } = [];

    /// <summary>True: a trial, which may write to fewer people outside.</summary>
    public bool IsTrial { get; set; }
}
