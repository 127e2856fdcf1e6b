using System.Text;
using System.Web;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.MailEngine.Microsoft365.Tests.TokenServers;

/// <summary>The simulated Entra, told to be as strict about refresh tokens as the other server is.</summary>
public sealed class SimulatedEntra : TokenServer
{
    private readonly Simulator _simulator = new(TimeProvider.System, seed: 11);
    private readonly HttpClient _http;
    private readonly Tenant _tenant;
    private readonly AppRegistration _app;
    private readonly User _support;

    public SimulatedEntra()
    {
        _simulator.Settings.StrictRotation = true;
        _tenant = _simulator.Tenants.Add("contoso");
        _support = _simulator.Users.Add(_tenant, "support");
        _app = _simulator.Apps.Add(
            _tenant,
            "Tern",
            redirectUris: [Redirect],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read", "offline_access"]);
        _simulator.Apps.AddSecret(_app, "right", TimeProvider.System.GetUtcNow().AddYears(1));
        _simulator.Apps.AddCertificate(_app, Certificate.RawData);
        _simulator.Apps.GrantAdminConsent(_app);
        _http = new HttpClient(new SimulatorHttpHandler(_simulator, TimeProvider.System));
    }

    internal override TimeProvider Time => TimeProvider.System;

    protected override HttpClient Http => _http;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _http.Dispose();
        return base.DisposeAsync();
    }

    internal override ConnectionSettings Connection(GrantKind kind, CredentialSettings credential, string? clientId = null) => new()
    {
        GrantId = new Guid("01937a00-0000-7000-8000-000000000101"),
        Provider = Microsoft365Provider.ProviderName,
        Authority = new Uri("https://login.microsoftonline.com/"),
        Api = new Uri("https://graph.microsoft.com/v1.0/"),
        Resource = "https://graph.microsoft.com",
        Tenant = _tenant.Id,
        ClientId = clientId ?? _app.ClientId,
        GrantKind = kind,
        Credentials = [credential],
    };

    internal override Task<string> AcceptAsync(Uri authorize)
    {
        var query = HttpUtility.ParseQueryString(authorize.Query);
        var fields = query.AllKeys.Select(k => $"{k}={Uri.EscapeDataString(query[k]!)}").Append($"account={_support.Id}").Append("decision=accept");
        var answer = _simulator.Handle(new SimulatedRequest(
            "POST",
            authorize.GetLeftPart(UriPartial.Authority),
            authorize.AbsolutePath,
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/x-www-form-urlencoded" },
            Encoding.UTF8.GetBytes(string.Join('&', fields))));
        var back = new Uri(answer.Header("Location") ?? throw new InvalidOperationException(answer.BodyText));
        return Task.FromResult(HttpUtility.ParseQueryString(back.Query)["code"] ?? throw new InvalidOperationException(back.AbsoluteUri));
    }
}
