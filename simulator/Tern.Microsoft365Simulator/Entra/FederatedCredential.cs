namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Whose assertions count as an application's credential; all three are compared exactly, upper and lower case as well (workload-identity-federation).</summary>
public sealed record FederatedCredential(string Id, string Issuer, string Subject, string Audience)
{
    /// <summary>The audience Microsoft recommends.</summary>
    public const string UsualAudience = "api://AzureADTokenExchange";

    /// <summary>"A maximum of 20 federated identity credentials can be added".</summary>
    public const int Most = 20;
}
