using System.Security.Cryptography;
using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The application cannot prove itself, or is not wanted.</summary>
internal static class ClientRefusals
{
    private const string Issuer = "https://token.actions.example";
    private const string Subject = "repo:contoso/desk:ref:refs/heads/main";

    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [7000215] = s => Alone(s, s.WithSecret(s.App.Secrets[0].Id)),
        [7000222] = s =>
        {
            s.Simulator.Apps.AddSecret(s.App, "long gone", TimeProvider.System.GetUtcNow().AddDays(-1));
            return Alone(s, s.WithSecret("long gone"));
        },
        [7000218] = s => s.InteractAsync(s.PublicClient(s.App, redirect: Redirect).Build(), s.Accept()),
        [700025] = s => Alone(s, s.Client(s.Phone.ClientId).WithClientSecret(Secret).Build()),
        [700027] = s => WithCertificate(s, isRegistered: false),
        [700024] = s => Asserted(s, (client, audience) => Assertion.Claims(client, client, audience, minutesFromNow: -30)),
        [700023] = s => Asserted(s, (client, _) => Assertion.Claims(client, client, "https://login.microsoftonline.com/elsewhere/oauth2/v2.0/token")),
        [700021] = s => Asserted(s, (client, audience) => Assertion.Claims(client, "somebody else", audience)),
        [90014] = s => Asserted(s, (client, audience) =>
        {
            var claims = Assertion.Claims(client, client, audience);
            claims.Remove("exp");
            return claims;
        }),
        [7000214] = s => WithCertificate(s, revoked: CertificateRevocation.Administrator),
        [7000277] = s => WithCertificate(s, revoked: CertificateRevocation.Issuer),
        [1000502] = s => WithCertificate(s, days: -10),
        [70021] = s => Federated(s, isTrusted: false),
        [700211] = s => Federated(s, issuer: Issuer.ToUpperInvariant()),
        [700212] = s => Federated(s, audience: "api://somebody"),
        [700213] = s => Federated(s, subject: Subject.Replace("main", "Main", StringComparison.Ordinal)),
        [500133] = s => Federated(s, minutes: -30),
        [700016] = s => Alone(s, s.Client("11111111-2222-3333-4444-555555555555").WithClientSecret(Secret).Build()),
        [70001] = s =>
        {
            s.App.IsDisabled = true;
            return Alone(s);
        },
        [7000112] = s =>
        {
            s.Simulator.Principals.Find(s.App, s.Tenant)!.IsEnabled = false;
            return Alone(s);
        },
    };

    private static async Task WithCertificate(Stranger s, bool isRegistered = true, CertificateRevocation revoked = CertificateRevocation.None, int days = 300)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = Assertion.Certificate(now.AddDays(-100), now.AddDays(days));
        if (isRegistered)
        {
            var registered = s.Simulator.Apps.AddCertificate(s.App, certificate.RawData);
            s.Simulator.Apps.RevokeCertificate(s.App, registered.Id, revoked);
        }

        await Alone(s, s.Client().WithCertificate(certificate).Build());
    }

    private static async Task Asserted(Stranger s, Func<string, string, Dictionary<string, object>> claims)
    {
        using var certificate = Assertion.Certificate();
        s.Simulator.Apps.AddCertificate(s.App, certificate.RawData);
        var assertion = Assertion.Sign(certificate, claims(s.App.ClientId, $"{s.Authority}/oauth2/v2.0/token"));
        await Alone(s, s.Client().WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(assertion)).Build());
    }

    private static async Task Federated(
        Stranger s, bool isTrusted = true, string issuer = Issuer, string subject = Subject, string audience = FederatedCredential.UsualAudience, int minutes = 0)
    {
        using var key = RSA.Create(2048);
        s.Simulator.Issuers.AddKey(Issuer, key.ExportSubjectPublicKeyInfo());
        if (isTrusted)
        {
            s.Simulator.Apps.AddFederatedCredential(s.App, Issuer, Subject);
        }

        var assertion = Assertion.Sign(key, Assertion.Claims(issuer, subject, audience, minutes));
        await Alone(s, s.Client().WithClientAssertion((AssertionRequestOptions _) => Task.FromResult(assertion)).Build());
    }
}
