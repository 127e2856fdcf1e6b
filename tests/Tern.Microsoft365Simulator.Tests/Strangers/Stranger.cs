using System.Web;
using Microsoft.Graph;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;
using Microsoft.Kiota.Abstractions.Authentication;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>
/// Microsoft's own libraries against the simulated tenant: what they accept and refuse was not decided by the authors of the simulator.
/// They go by the real clock, so the simulator does too.
/// </summary>
internal sealed class Stranger : IMsalHttpClientFactory, IDisposable
{
    internal const string Secret = "s3cret~Value";
    internal const string Redirect = "https://desk.example/callback";
    internal static readonly string[] AppScopes = ["https://graph.microsoft.com/.default"];
    internal static readonly string[] MailScopes = ["Mail.ReadWrite", "Mail.Send", "User.Read"];
    private static int _lastSeed;
    private readonly HttpClient _http;

    internal Stranger(HttpClient? outside = null)
    {
        // MSAL remembers for the whole process which client id was throttled, so that no two strangers may share one.
        Simulator = new Simulator(TimeProvider.System, Interlocked.Increment(ref _lastSeed));
        Outside = outside;
        Tenant = Simulator.Tenants.Add("contoso");
        Support = Simulator.Users.Add(Tenant, "support", "Contoso Support");
        App = Simulator.Apps.Add(
            Tenant,
            "Help desk",
            redirectUris: [Redirect],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read.All"],
            delegatedPermissions: MailScopes);
        Simulator.Apps.AddSecret(App, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        Simulator.Apps.GrantAdminConsent(App);
        _http = new HttpClient(new SimulatorHttpHandler(Simulator, TimeProvider.System));
    }

    /// <summary>Reaches the endpoints of notifications.</summary>
    internal HttpClient? Outside { get; }

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal Simulator Simulator { get; }

    internal Tenant Tenant { get; }

    internal User Support { get; }

    internal AppRegistration App { get; }

    internal string Authority => $"https://login.microsoftonline.com/{Tenant.Id}";

    public HttpClient GetHttpClient() => _http;

    public void Dispose() => _http.Dispose();

    /// <summary>MSAL's confidential client of the registered application.</summary>
    internal ConfidentialClientApplicationBuilder Client(string? clientId = null, string? authority = null) => ConfidentialClientApplicationBuilder
        .Create(clientId ?? App.ClientId)
        .WithAuthority(authority ?? Authority)
        .WithInstanceDiscovery(false)
        .WithRedirectUri(Redirect)
        .WithHttpClientFactory(this, retryOnceOn5xx: false);

    internal IConfidentialClientApplication WithSecret(string secret = Secret) => Client().WithClientSecret(secret).Build();

    /// <summary>A person signs in in the browser; the code comes back to the application.</summary>
    internal async Task<AuthenticationResult> SignInAsync(IConfidentialClientApplication client, User? person = null, params string[] scopes)
    {
        var wanted = scopes.Length == 0 ? MailScopes : scopes;
        var address = await client.GetAuthorizationRequestUrl(wanted).WithRedirectUri(Redirect).WithPkce(out var verifier).ExecuteAsync(Ct);
        var code = await AcceptAsync(address, person ?? Support) ?? throw new InvalidOperationException("Microsoft's page stayed.");
        return await client.AcquireTokenByAuthorizationCode(wanted, code["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync(Ct);
    }

    /// <summary>What the browser brings back after the account is chosen and the request accepted; null when the page stays.</summary>
    internal async Task<System.Collections.Specialized.NameValueCollection?> AcceptAsync(Uri address, User person, string decision = "accept") =>
        (await BrowseAsync(address, ("account", person.Id), ("decision", decision))).Back;

    /// <summary>Posts the sign-in page with the given fields: either the browser is sent back, or a page stays.</summary>
    internal async Task<(System.Collections.Specialized.NameValueCollection? Back, string Page, Uri? Address)> BrowseAsync(Uri address, params (string Name, string Value)[] more)
    {
        var query = HttpUtility.ParseQueryString(address.Query);
        foreach (var (name, value) in more)
        {
            query[name] = value;
        }

        using var form = new FormUrlEncodedContent(query.AllKeys.Select(k => KeyValuePair.Create(k!, query[k]!)));
        using var answer = await _http.PostAsync(new Uri(address.GetLeftPart(UriPartial.Path)), form, Ct);
        var back = answer.Headers.Location;
        return (back is null ? null : HttpUtility.ParseQueryString(back.Query), await answer.Content.ReadAsStringAsync(Ct), back);
    }

    /// <summary>An application on a phone or a desktop: no credential, redirect to this machine.</summary>
    internal AppRegistration Phone => field ??= AddPhone();

    internal PublicClientApplicationBuilder PublicClient(AppRegistration? app = null, string? authority = null, string redirect = "http://localhost") => PublicClientApplicationBuilder
        .Create((app ?? Phone).ClientId)
        .WithAuthority(authority ?? Authority)
        .WithInstanceDiscovery(false)
        .WithRedirectUri(redirect)
        .WithHttpClientFactory(this, retryOnceOn5xx: false);

    /// <summary>A person signs in in a window of MSAL's, which is replaced by one that fills in the pages by itself.</summary>
    internal Task<AuthenticationResult> InteractAsync(IPublicClientApplication client, params (string Name, string Value)[] fields) =>
        client.AcquireTokenInteractive(MailScopes).WithCustomWebUi(new Browser(this, fields)).ExecuteAsync(Ct);

    internal (string Name, string Value)[] Accept(User? person = null) => [("account", (person ?? Support).Id), ("decision", "accept")];

    private AppRegistration AddPhone()
    {
        var app = Simulator.Apps.Add(Tenant, "Phone", delegatedPermissions: MailScopes, isPublicClient: true, nativeRedirectUris: ["http://localhost"]);
        Simulator.Apps.GrantAdminConsent(app);
        return app;
    }

    /// <summary>Microsoft's Graph client, acting as the application itself.</summary>
    internal GraphServiceClient Graph() => Graph(new Tokens(async (claims, _) =>
    {
        var request = WithSecret().AcquireTokenForClient(AppScopes);
        return (await (claims is null ? request : request.WithClaims(claims)).ExecuteAsync(Ct)).AccessToken;
    }));

    internal GraphServiceClient Graph(string accessToken) => Graph(new Tokens((_, _) => Task.FromResult(accessToken)));

    internal GraphServiceClient Graph(IAccessTokenProvider tokens) => new(
        GraphClientFactory.Create(finalHandler: new SimulatorHttpHandler(Simulator, TimeProvider.System, Outside)),
        new BaseBearerTokenAuthenticationProvider(tokens),
        "https://graph.microsoft.com/v1.0");

    /// <summary>A customer's mail arrives.</summary>
    internal void Deliver(string subject, string from = "ann@customer.example") => Simulator.Customers.Send(Office.Mail(subject, from), Support.Mail);

    /// <summary>Microsoft's page stays in the window: nothing comes back to the application.</summary>
    internal sealed class PageStaysException(string page) : Exception(page)
    {
        internal string Page => Message;
    }

    private sealed class Browser(Stranger stranger, (string Name, string Value)[] fields) : ICustomWebUi
    {
        public async Task<Uri> AcquireAuthorizationCodeAsync(Uri authorizationUri, Uri redirectUri, CancellationToken cancellationToken)
        {
            var (back, page, address) = await stranger.BrowseAsync(authorizationUri, fields);
            return back is null ? throw new PageStaysException(page) : address!;
        }
    }

    internal sealed class Tokens(Func<string?, CancellationToken, Task<string>> get) : IAccessTokenProvider
    {
        public AllowedHostsValidator AllowedHostsValidator { get; } = new();

        public Task<string> GetAuthorizationTokenAsync(Uri uri, Dictionary<string, object>? additionalAuthenticationContext = null, CancellationToken cancellationToken = default) =>
            get(additionalAuthenticationContext?.TryGetValue("claims", out var claims) == true ? Decode((string)claims) : null, cancellationToken);

        private static string Decode(string claims) => System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(claims));
    }
}
