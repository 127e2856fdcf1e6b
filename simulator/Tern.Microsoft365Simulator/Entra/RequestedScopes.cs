namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// The scopes of a request, read: bare names belong to Graph, others carry their resource, and four belong to
/// OpenID Connect (v2-permissions-and-consent).
/// </summary>
internal sealed record RequestedScopes(IReadOnlyList<string> Permissions, IReadOnlyList<string> OpenId, IReadOnlyList<string> Resources, bool IsDefault)
{
    internal const string Graph = "https://graph.microsoft.com";
    internal const string Exchange = "https://outlook.office.com";

    private static readonly string[] OpenIdScopes = ["openid", "profile", "email", "offline_access"];

    internal bool WantsRefreshToken => OpenId.Contains("offline_access");

    internal bool WantsIdToken => OpenId.Contains("openid");

    /// <summary>Reads a blank-separated list.</summary>
    /// <exception cref="EntraRefusalException">A resource nobody knows (500011).</exception>
    internal static RequestedScopes Read(string text)
    {
        var permissions = new List<string>();
        var openId = new List<string>();
        var resources = new List<string>();
        var isDefault = false;
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (OpenIdScopes.Contains(part, StringComparer.OrdinalIgnoreCase))
            {
                openId.Add(part.ToLowerInvariant());
                continue;
            }

            var (resource, name) = Split(part);
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
            }
        }

        return new RequestedScopes(permissions, openId, resources, isDefault);
    }

    /// <summary>One name for one permission: Graph's are bare, all others keep their resource.</summary>
    internal static string Canonical(string resource, string name) => resource == Graph ? name : $"{resource}/{name}";

    internal static string ResourceOf(string permission) => Split(permission).Resource;

    /// <summary>The name inside its resource, as it stands in the scp claim.</summary>
    internal static string ShortName(string permission) => Split(permission).Name;

    internal static bool IsOpenId(string scope) => OpenIdScopes.Contains(scope, StringComparer.OrdinalIgnoreCase);

    private static (string Resource, string Name) Split(string scope)
    {
        var slash = scope.LastIndexOf('/');
        if (slash < 0)
        {
            return (Graph, scope);
        }

        var resource = scope[..slash].TrimEnd('/').ToLowerInvariant();
        var known = resource switch
        {
            Graph or "00000003-0000-0000-c000-000000000000" => Graph,
            Exchange or "https://outlook.office365.com" => Exchange,
            _ => null,
        };
        return known is null
            ? throw new EntraRefusalException(EntraError.Of(500011, $"The resource principal named {resource} was not found in the tenant."))
            : (known, scope[(slash + 1)..]);
    }
}
