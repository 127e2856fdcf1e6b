namespace Tern.Features.Mailboxes;

/// <summary>Where a cloud is.</summary>
/// <param name="Authority">Entra, without a tenant.</param>
/// <param name="Graph">Graph with its version.</param>
/// <param name="Resource">What tokens are asked for: the prefix of every scope follows the Graph host.</param>
/// <param name="Portal">Where its app registrations are found.</param>
internal sealed record CloudAddresses(Uri Authority, Uri Graph, string Resource, Uri? Portal)
{
    /// <summary>Graph as it is kept: paths are put behind it.</summary>
    internal string Api => Graph.AbsoluteUri.TrimEnd('/') + "/";

    /// <summary>The addresses of a cloud; the worldwide ones come from the settings, where a test or a proxy puts others in their place.</summary>
    /// <param name="cloud">One with addresses of its own.</param>
    /// <param name="options">The section "Microsoft365" of tern.json.</param>
    internal static CloudAddresses Of(Cloud cloud, MailboxOptions options) => cloud switch
    {
        Cloud.GccHigh => Of("https://login.microsoftonline.us/", "https://graph.microsoft.us", "https://entra.microsoft.us/"),
        Cloud.Dod => Of("https://login.microsoftonline.us/", "https://dod-graph.microsoft.us", "https://entra.microsoft.us/"),
        Cloud.China => Of("https://login.partner.microsoftonline.cn/", "https://microsoftgraph.chinacloudapi.cn", "https://entra.microsoftonline.cn/"),
        _ => new CloudAddresses(options.Authority, options.Graph, options.Resource, new Uri("https://entra.microsoft.com/")),
    };

    /// <summary>Addresses an administrator entered.</summary>
    internal static CloudAddresses Custom(Uri authority, Uri graph) => new(authority, graph, graph.GetLeftPart(UriPartial.Authority), Portal: null);

    private static CloudAddresses Of(string authority, string graph, string portal) => new(new Uri(authority), new Uri($"{graph}/v1.0/"), graph, new Uri(portal));
}
