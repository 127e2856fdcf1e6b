using System.Buffers;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Which redirect URIs may be registered, and which of them a request means (reply-url).</summary>
internal static class RedirectUris
{
    /// <summary>"The maximum number of redirect URIs": 256, or 100 where personal accounts may sign in.</summary>
    internal const int Most = 256;

    internal const int MostWithPersonalAccounts = 100;

    private const int Longest = 256;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("!$'(),;*");

    /// <summary>
    /// The URI to go back to, with its platform: compared byte for byte, save for the port of localhost. One without a
    /// path comes back with a slash.
    /// </summary>
    internal static (string Uri, PlatformType Platform) Match(AppRegistration app, string? asked)
    {
        var registered = All(app).ToList();
        var uri = asked ?? (registered.Count == 1 ? registered[0].Uri : string.Empty);
        foreach (var (candidate, platform) in registered)
        {
            if (candidate == uri || IsSameLocalhost(candidate, uri))
            {
                return (uri, platform);
            }
        }

        throw new EntraRefusalException(50011, $"The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application '{app.ClientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.");
    }

    /// <summary>Where the browser is really sent: a URI without a path gets its slash.</summary>
    internal static string Address(string uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed is { Scheme: "https" or "http", AbsolutePath: "/" } && !uri.Contains('?') && !uri.EndsWith('/')
            ? uri + "/"
            : uri;

    internal static IEnumerable<(string Uri, PlatformType Platform)> All(AppRegistration app) => app.RedirectUris.Select(u => (u, PlatformType.Web))
        .Concat(app.SpaRedirectUris.Select(u => (u, PlatformType.Spa)))
        .Concat(app.NativeRedirectUris.Select(u => (u, PlatformType.Native)));

    /// <exception cref="ArgumentException">The portal would not take this one, or not so many.</exception>
    internal static void CheckRegistration(AppRegistration app)
    {
        var all = All(app).ToList();
        var most = app.AllowsPersonalAccounts ? MostWithPersonalAccounts : Most;
        if (all.Count > most)
        {
            throw new ArgumentException($"{all.Count} redirect URIs are more than {most}.", nameof(app));
        }

        foreach (var (uri, platform) in all)
        {
            if (Problem(uri, platform, app.AllowsPersonalAccounts) is { } problem)
            {
                throw new ArgumentException($"The redirect URI {uri} cannot be registered: {problem}.", nameof(app));
            }
        }
    }

    private static string? Problem(string uri, PlatformType platform, bool allowsPersonalAccounts) => uri switch
    {
        _ when uri.Length > Longest => $"it is longer than {Longest} characters",
        _ when uri.AsSpan().ContainsAny(Forbidden) => "the characters ! $ ' ( ) , ; * are not allowed",
        _ when !Uri.TryCreate(uri, UriKind.Absolute, out _) => "it is no absolute URI",
        _ when new Uri(uri) is var parsed && parsed.Fragment.Length > 0 => "a fragment is not allowed",
        _ when new Uri(uri).Query.Length > 0 && allowsPersonalAccounts => "a query is not allowed where personal accounts may sign in",
        _ when new Uri(uri).Host == "[::1]" => "the IPv6 loopback address is not supported",
        _ when new Uri(uri) is { Scheme: "http", Host: not ("localhost" or "127.0.0.1") } => "http is allowed for localhost only",
        _ when platform != PlatformType.Native && new Uri(uri).Scheme is not ("http" or "https") => "https is needed",
        _ => null,
    };

    private static bool IsSameLocalhost(string registered, string asked) =>
        Uri.TryCreate(registered, UriKind.Absolute, out var left) && Uri.TryCreate(asked, UriKind.Absolute, out var right)
        && left.Host is "localhost" && right.Host is "localhost"
        && left.Scheme == right.Scheme && left.PathAndQuery == right.PathAndQuery;
}
