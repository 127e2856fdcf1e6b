namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The hosts of each national cloud. A host of nobody's (a loopback address) counts as worldwide.</summary>
internal sealed record CloudHosts(NationalCloud Cloud, string Login, string[] LoginAliases, string Graph, string Instance)
{
    internal static readonly CloudHosts[] All =
    [
        new(NationalCloud.Worldwide, "login.microsoftonline.com", ["login.windows.net", "login.microsoft.com", "sts.windows.net"], "graph.microsoft.com", "microsoftonline.com"),
        new(NationalCloud.UsGovernment, "login.microsoftonline.us", ["login.usgovcloudapi.net"], "graph.microsoft.us", "microsoftonline.us"),
        new(NationalCloud.UsGovernmentDod, "login.microsoftonline.us", ["login.usgovcloudapi.net"], "dod-graph.microsoft.us", "microsoftonline.us"),
        new(NationalCloud.China, "login.partner.microsoftonline.cn", ["login.chinacloudapi.cn"], "microsoftgraph.chinacloudapi.cn", "partner.microsoftonline.cn"),
    ];

    internal static readonly string[] GraphResources = [.. All.Select(c => c.GraphResource)];

    /// <summary>The resource identifier of Graph, which is also the prefix of its scopes.</summary>
    internal string GraphResource => $"https://{Graph}";

    internal static CloudHosts Of(NationalCloud cloud) => Array.Find(All, c => c.Cloud == cloud)!;

    /// <summary>The clouds whose sign-in answers under this address; two share one host.</summary>
    internal static CloudHosts[] OfLogin(SimulatedRequest request)
    {
        var host = HostOf(request);
        var found = Array.FindAll(All, c => c.Login == host || c.LoginAliases.Contains(host));
        return found.Length > 0 ? found : [All[0]];
    }

    /// <summary>The cloud whose Graph answers under this address.</summary>
    internal static CloudHosts OfGraph(SimulatedRequest request) => Array.Find(All, c => c.Graph == HostOf(request)) ?? All[0];

    private static string HostOf(SimulatedRequest request) =>
        Uri.TryCreate(request.BaseUrl, UriKind.Absolute, out var address) ? address.Host.ToLowerInvariant() : string.Empty;
}
