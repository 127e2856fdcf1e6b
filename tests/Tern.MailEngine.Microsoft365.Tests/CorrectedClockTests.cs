using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.MailEngine.Tokens;
using Tern.Microsoft365Simulator;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Assertions are dated by Microsoft's clock, and ours may be set at any moment, wrong and right.</summary>
public sealed class CorrectedClockTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0, -10)]
    [InlineData(10, 0)]
    [InlineData(-10, 0)]
    [InlineData(-10, 10)]
    [InlineData(10, -10)]
    public async Task A_clock_that_is_set_between_two_refreshes_stops_neither(int before, int after)
    {
        var truth = new SimulatedTime(SimulatedOffice.Start);
        var ours = new SetClock(truth) { Ahead = TimeSpan.FromMinutes(before) };
        var simulator = new Simulator(truth, seed: 1);
        var tenant = simulator.Tenants.Add("contoso");
        var app = simulator.Apps.Add(tenant, "Tern", applicationPermissions: ["Mail.ReadWrite"]);
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=Tern", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(SimulatedOffice.Start.AddDays(-1), SimulatedOffice.Start.AddYears(1));
        simulator.Apps.AddCertificate(app, certificate.RawData);
        using var http = new HttpClient(new SimulatorHttpHandler(simulator, truth));
        var endpoint = new EntraTokenEndpoint(http, new ProviderClock(ours), ours);
        var connection = new ConnectionSettings
        {
            GrantId = new Guid("01937a00-0000-7000-8000-0000000001ff"),
            Provider = Microsoft365Provider.ProviderName,
            Authority = new Uri("https://login.microsoftonline.com/"),
            Api = new Uri("https://graph.microsoft.com/v1.0/"),
            Resource = "https://graph.microsoft.com",
            Tenant = tenant.Id,
            ClientId = app.ClientId,
            GrantKind = GrantKind.AppOnly,
            Credentials = [],
        };
        var request = new TokenRequest(connection, new CertificateCredential(new Guid("01937a00-0000-7000-8000-0000000002ff"), certificate), RefreshToken: null);

        var first = await endpoint.RequestAsync(request, TestContext.Current.CancellationToken);
        truth.Advance(TimeSpan.FromHours(1));
        ours.Ahead = TimeSpan.FromMinutes(after);
        var second = await endpoint.RequestAsync(request, TestContext.Current.CancellationToken);

        Assert.NotEqual(first.AccessToken, second.AccessToken);
    }

    private sealed class SetClock(TimeProvider truth) : TimeProvider
    {
        internal TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => truth.GetUtcNow() + Ahead;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => truth.CreateTimer(callback, state, dueTime, period);
    }
}
