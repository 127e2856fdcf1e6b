namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// The scopes of a request, read: bare names belong to Graph, others carry their resource, and four belong to
/// OpenID Connect (v2-permissions-and-consent).
/// </summary>
internal sealed record RequestedScopes(IReadOnlyList<string> Permissions, IReadOnlyList<string> OpenId, IReadOnlyList<string> Resources, bool IsDefault)
{
    /// <summary>How the caller wrote each permission.</summary>
    private IReadOnlyDictionary<string, string> Asked { get; init; } = new Dictionary<string, string>();

    /// <summary>Graph as it is called in here, whatever its host is in a tenant's cloud.</summary>
    internal const string Graph = "https://graph.microsoft.com";

    internal const string Exchange = "https://outlook.office.com";

    private static readonly string[] OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    internal bool WantsRefreshToken => OpenId.Contains("offline_access");

    internal bool WantsIdToken => OpenId.Contains("openid");

    /// <summary>Reads a blank-separated list.</summary>
    /// <param name="text">The parameter as it came.</param>
    /// <param name="cloud">Whose name for Graph is known.</param>
    /// <param name="malformed">The code for what is no scope at all.</param>
    /// <exception cref="EntraRefusalException">A resource nobody knows (500011), or no scope.</exception>
    internal static RequestedScopes Read(string text, CloudHosts cloud, int malformed = 28002)
    {
        var permissions = new List<string>();
        var openId = new List<string>();
        var resources = new List<string>();
        var isDefault = false;
        var asked = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (IsOpenId(part))
            {
                openId.Add(part.ToLowerInvariant());
                continue;
            }

            // RFC 6749 §3.3: scope-token.
            if (part.EndsWith('/') || part.Any(c => c is < '\x21' or > '\x7E' or '"' or '\\'))
            {
                throw new EntraRefusalException(malformed, $"The provided value for the input parameter 'scope' is not valid. The scope '{part}' is not valid.");
            }

            var (resource, name) = Split(part, cloud);
            if (!resources.Contains(resource))
            {
                resources.Add(resource);
            }

            if (name == ".default")
            {
                isDefault = true;
            }
            else
            {
                permissions.Add(Canonical(resource, name));
                asked[Canonical(resource, name)] = part;
            }
        }

        return new RequestedScopes(permissions, openId, resources, isDefault) { Asked = asked };
    }

    /// <summary>A permission as the caller wrote it: a client looks for its tokens by these names.</summary>
    internal string Echo(string permission) => Asked.GetValueOrDefault(permission, permission);

    /// <summary>/.default stands alone.</summary>
    internal void CheckDefault()
    {
        if (IsDefault && Permissions.Count > 0)
        {
            throw new EntraRefusalException(70011, "The provided value for the input parameter 'scope' is not valid. .default scope can't be combined with resource-specific scopes.");
        }
    }

    /// <summary>One name for one permission: Graph's are bare, all others keep their resource.</summary>
    internal static string Canonical(string resource, string name) => resource == Graph ? name : $"{resource}/{name}";

    internal static string ResourceOf(string permission) => SplitCanonical(permission).Resource;

    /// <summary>The name inside its resource, as it stands in the scp claim.</summary>
    internal static string ShortName(string permission) => SplitCanonical(permission).Name;

    internal static bool IsOpenId(string scope) => OpenIdScopes.Contains(scope, StringComparer.OrdinalIgnoreCase);

    /// <summary>A resource as a tenant's cloud calls it.</summary>
    internal static string InCloud(string resource, NationalCloud cloud) => resource == Graph ? CloudHosts.Of(cloud).GraphResource : resource;

    private static (string Resource, string Name) Split(string scope, CloudHosts cloud)
    {
        var slash = scope.LastIndexOf('/');
        if (slash < 0)
        {
            return (Graph, scope);
        }

        var resource = scope[..slash].TrimEnd('/').ToLowerInvariant();
        var known = resource == cloud.GraphResource
            ? Graph
            : resource switch
            {
                "00000003-0000-0000-c000-000000000000" => Graph,
                Exchange or "https://outlook.office365.com" => Exchange,
                _ => null,
            };
        return known is null
            ? throw new EntraRefusalException(500011, $"The resource principal named {resource} was not found in the tenant.")
            : (known, scope[(slash + 1)..]);
    }

    private static (string Resource, string Name) SplitCanonical(string permission) => permission.LastIndexOf('/') is var slash and >= 0
        ? (permission[..slash] is "https://outlook.office365.com" ? Exchange : permission[..slash], permission[(slash + 1)..])
        : (Graph, permission);
}
