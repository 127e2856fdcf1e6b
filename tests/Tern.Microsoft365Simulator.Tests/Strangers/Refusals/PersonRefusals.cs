using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The person may not, or has not allowed it.</summary>
internal static class PersonRefusals
{
    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [50034] = s => Later(s, () => s.Simulator.Users.Delete(s.Support)),
        [50057] = s => Later(s, () => s.Simulator.Users.SetEnabled(s.Support, false)),
        [50053] = s => Later(s, () => s.Support.IsLocked = true),
        [50055] = s => Silently(s, () => s.Simulator.Users.ChangePassword(s.Support, PasswordChange.Expires)),
        [50144] = s => Silently(s, () => s.Simulator.Users.ChangePassword(s.Support, PasswordChange.ExpiresOnPremises)),
        [50020] = s => InWindow(s, ("account", s.Simulator.Users.Add(s.Simulator.Tenants.Add("fabrikam"), "ben").Id)),
        [50058] = s => InWindow(s, ("prompt", "none"), ("account", "")),
        [50089] = LeftOpen,
        [50105] = s => Later(s, () => s.Simulator.Principals.Find(s.App, s.Tenant)!.RequiresAssignment = true),
        [65001] = s => Later(s, () => s.Simulator.Apps.WithdrawConsent(s.App)),
        [65004] = s => InWindow(s, ("decision", "cancel")),
        [90094] = s => Silently(s, () => NeedsAdministrator(s)),
        [90095] = Requested,
        [90099] = Partner,
        [650052] = s => Resource(s, ResourceState.NotSubscribed),
        [500011] = s => Resource(s, ResourceState.Missing),
        [500014] = s => Resource(s, ResourceState.Disabled),
        [650056] = s => Unlisted(s, []),
        [650057] = s => Unlisted(s, ["Mail.ReadWrite"]),
    };

    private static void NeedsAdministrator(Stranger s)
    {
        s.Simulator.Apps.WithdrawConsent(s.Phone);
        s.Tenant.UsersMayConsent = false;
    }

    // prompt=none: the window stays closed, and the answer comes back at once.
    private static Task Silently(Stranger s, Action happened)
    {
        happened();
        return InWindow(s, ("prompt", "none"));
    }

    private static async Task LeftOpen(Stranger s)
    {
        var address = await s.WithSecret().GetAuthorizationRequestUrl(MailScopes).WithRedirectUri(Redirect).ExecuteAsync(Ct);
        using var shown = await s.GetHttpClient().GetAsync(address, Ct);
        var page = await shown.Content.ReadAsStringAsync(Ct);
        var flow = page.Split("name=\"flow\" value=\"")[1].Split('"')[0];
        s.Simulator.Clock.Advance(TimeSpan.FromHours(1));
        await InWindow(s, ("flow", flow));
    }

    private static async Task Requested(Stranger s)
    {
        NeedsAdministrator(s);
        s.Tenant.TakesConsentRequests = true;
        await Assert.ThrowsAnyAsync<PageStaysException>(() => InWindow(s, ("decision", "request")));
        await InWindow(s, ("prompt", "none"));
    }

    private static Task Partner(Stranger s)
    {
        var customer = s.Simulator.Tenants.Add("fabrikam");
        customer.Partners.Add(s.Tenant.Id);
        s.App.IsMultiTenant = true;
        return Alone(s, s.Client(authority: $"https://login.microsoftonline.com/{customer.Id}").WithClientSecret(Secret).Build());
    }

    private static Task Resource(Stranger s, ResourceState state)
    {
        s.Simulator.Tenants.SetResource(s.Tenant, "https://graph.microsoft.com", state);
        return Alone(s);
    }

    private static Task Unlisted(Stranger s, string[] listed)
    {
        var app = s.Simulator.Apps.Add(s.Tenant, "Other", redirectUris: [Redirect], delegatedPermissions: listed);
        s.Simulator.Apps.AddSecret(app, Secret, TimeProvider.System.GetUtcNow().AddYears(1));
        var token = s.Simulator.Grants.IssueRefreshToken(app, s.Support, "https://outlook.office.com/IMAP.AccessAsUser.All");
        return Imported(s.Client(app.ClientId).WithClientSecret(Secret).Build(), token, "https://outlook.office.com/.default");
    }
}
