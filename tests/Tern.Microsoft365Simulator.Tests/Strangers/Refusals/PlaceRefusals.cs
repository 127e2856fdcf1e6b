using Microsoft.Identity.Client;
using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The wrong tenant, cloud or network, or a server that is not well.</summary>
internal static class PlaceRefusals
{
    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [90002] = s => Alone(s, At(s, "nowhere.example")),
        [50194] = s => Imported(At(s, "common"), s.Simulator.Grants.IssueRefreshToken(s.App, s.Support, MailScopes)),
        [9001023] = s =>
        {
            s.App.IsMultiTenant = true;
            return Alone(s, At(s, "organizations"));
        },
        [90124] = s =>
        {
            var app = s.Simulator.Apps.Add(s.Tenant, "For everybody", isMultiTenant: true, allowsPersonalAccounts: true);
            s.Simulator.Apps.AddSecret(app, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
            var token = s.Simulator.Grants.IssueRefreshToken(app, s.Support, "https://outlook.office.com/IMAP.AccessAsUser.All");
            return Imported(s.Client(app.ClientId, "https://login.microsoftonline.com/common").WithClientSecret(Secret).Build(), token, "https://outlook.office.com/IMAP.AccessAsUser.All");
        },
        [90038] = s =>
        {
            var (tenant, app) = InChina(s, isPublic: true);
            return s.InteractAsync(s.PublicClient(app, $"https://login.microsoftonline.com/{tenant.Id}").Build(), s.Accept());
        },
        [900382] = s =>
        {
            var (tenant, app) = InChina(s, isPublic: false);
            return Alone(s, s.Client(app.ClientId, $"https://login.microsoftonline.com/{tenant.Id}").WithClientSecret(Secret).Build());
        },
        [900432] = s =>
        {
            var (tenant, app) = InChina(s, isPublic: false);
            var token = s.Simulator.Grants.IssueRefreshToken(app, s.Simulator.Users.Add(tenant, "mei"), MailScopes);
            return Imported(s.Client(app.ClientId, $"https://login.microsoftonline.com/{tenant.Id}").WithClientSecret(Secret).Build(), token);
        },
        [500021] = s =>
        {
            s.Simulator.Entra.RestrictTenants(["fabrikam.example"]);
            return Alone(s);
        },
        [500022] = s =>
        {
            s.Simulator.Entra.RestrictTenants(["fabrikam.example"], isPolicy: true);
            return Alone(s);
        },
        [90055] = async s =>
        {
            s.Tenant.TokenRequestLimit = 1;
            await Alone(s);
            await Alone(s);
        },
        [70012] = s =>
        {
            s.Simulator.Entra.SetTrouble(EntraTrouble.ConsumerAccounts);
            return Imported(At(s, "consumers"), "1.Awhatever");
        },
        [90033] = s => Trouble(s, EntraTrouble.DirectoryUnavailable),
        [90006] = s => Trouble(s, EntraTrouble.ServiceUnavailable),
        [90012] = s => Trouble(s, EntraTrouble.RequestTimeout),
        [90024] = s => Trouble(s, EntraTrouble.RequestBudgetExceeded),
        [50033] = s => Trouble(s, EntraTrouble.RetryableError),
        [90090] = s => Trouble(s, EntraTrouble.DirectoryRetryable),
        [90091] = s => Trouble(s, EntraTrouble.DirectoryUnreachable),
        [90036] = s => Trouble(s, EntraTrouble.DirectoryRetryLimit),
    };

    internal static async Task PublicClientInAnotherCloud(Stranger s)
    {
        var (tenant, app) = InChina(s, isPublic: true);
        var token = s.Simulator.Grants.IssueRefreshToken(app, s.Simulator.Users.Add(tenant, "mei"), MailScopes);
        var client = (IByRefreshToken)s.PublicClient(app, $"https://login.microsoftonline.com/{tenant.Id}").Build();
        await client.AcquireTokenByRefreshToken(MailScopes, token).ExecuteAsync(Ct);
    }

    private static IConfidentialClientApplication At(Stranger s, string tenant) =>
        s.Client(authority: $"https://login.microsoftonline.com/{tenant}").WithClientSecret(Secret).Build();

    private static (Tenant Tenant, AppRegistration App) InChina(Stranger s, bool isPublic)
    {
        var tenant = s.Simulator.Tenants.Add("contoso-cn", cloud: NationalCloud.China);
        var app = s.Simulator.Apps.Add(tenant, "Desk in China", isPublicClient: isPublic, nativeRedirectUris: ["http://localhost"]);
        s.Simulator.Apps.AddSecret(app, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        return (tenant, app);
    }

    private static Task Trouble(Stranger s, EntraTrouble trouble)
    {
        s.Simulator.Entra.SetTrouble(trouble, TimeSpan.FromMinutes(10));
        return Alone(s);
    }
}
