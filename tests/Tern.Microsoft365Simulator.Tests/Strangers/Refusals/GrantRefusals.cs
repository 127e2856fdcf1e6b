using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The sign-in does not hold any more, or the code does not.</summary>
internal static class GrantRefusals
{
    private const string DeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [50173] = s => Later(s, () => s.Simulator.Users.Revoke(s.Support)),
        [700082] = s => Later(s, () => s.Simulator.Clock.Advance(TimeSpan.FromDays(91))),
        [700084] = SinglePage,
        [70008] = s => Redeeming(s, happens: () => s.Simulator.Clock.Advance(TimeSpan.FromMinutes(11))),
        [70000] = s => Imported(s.WithSecret(), "1.Agarbled"),
        [54005] = Twice,
        [501481] = s => Redeeming(s, r => r.BodyParameters["code_verifier"] = new string('x', 43)),
        [700005] = OtherTenant,
        [50132] = s => Later(s, () => s.Simulator.Users.ChangePassword(s.Support, PasswordChange.InPortal), isPhone: true),
        [50133] = s => Later(s, () => s.Simulator.Users.ChangePassword(s.Support, PasswordChange.ByUser), isPhone: true),
        [50196] = Loop,
        [70016] = s => Polling(s, _ => { }),
        [70018] = s => Altered(s, body => (body["grant_type"], body["device_code"]) = (DeviceGrant, "unheard-of")),
        [70020] = s => Polling(s, _ => s.Simulator.Clock.Advance(TimeSpan.FromMinutes(16))),
    };

    private static async Task SinglePage(Stranger s)
    {
        const string page = "https://desk.example/page";
        s.Simulator.Apps.SetRedirectUris(s.App, spa: [page]);
        // As the browser adds it to what a page sends.
        s.GetHttpClient().DefaultRequestHeaders.Add("Origin", "https://desk.example");
        var client = s.PublicClient(s.App, redirect: page).Build();
        var signedIn = await s.InteractAsync(client, s.Accept());
        s.Simulator.Clock.Advance(TimeSpan.FromHours(25));
        await client.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct);
    }

    private static async Task Twice(Stranger s)
    {
        var client = s.WithSecret();
        var address = await client.GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(Redirect).WithPkce(out var verifier).ExecuteAsync(Ct);
        var back = await s.AcceptAsync(address, s.Support);
        for (var i = 0; i < 2; i++)
        {
            await client.AcquireTokenByAuthorizationCode(MailScopes, back!["code"]).WithPkceCodeVerifier(verifier).ExecuteAsync(Ct);
        }
    }

    private static async Task OtherTenant(Stranger s)
    {
        var other = s.Simulator.Tenants.Add("fabrikam");
        s.App.IsMultiTenant = true;
        s.Simulator.Apps.GrantAdminConsent(s.App, other);
        var token = s.Simulator.Grants.IssueRefreshToken(s.App, s.Support, MailScopes);
        await Imported(s.Client(authority: $"https://login.microsoftonline.com/{other.Id}").WithClientSecret(Secret).Build(), token);
    }

    private static async Task Loop(Stranger s)
    {
        s.Simulator.Settings.LoopLimit = 3;
        var client = s.WithSecret();
        var signedIn = await s.SignInAsync(client);
        for (var i = 0; i < 4; i++)
        {
            await client.AcquireTokenSilent(MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Ct);
        }
    }

    // MSAL goes on polling by itself when it is told to wait; here the answer to a single poll is looked at.
    private static async Task Polling(Stranger s, Action<DeviceCode> happens)
    {
        using var form = new FormUrlEncodedContent([new("client_id", s.App.ClientId), new("scope", "Mail.ReadWrite")]);
        using var answer = await s.GetHttpClient().PostAsync(new Uri($"{s.Authority}/oauth2/v2.0/devicecode"), form, Ct);
        var code = s.Simulator.DeviceCodes.All.Single();
        happens(code);
        await Altered(s, body => (body["grant_type"], body["device_code"]) = (DeviceGrant, code.Code));
    }
}
