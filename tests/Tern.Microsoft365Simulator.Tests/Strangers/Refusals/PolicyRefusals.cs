using Tern.Microsoft365Simulator.Entra;
using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The organisation asks for more than the sign-in has shown.</summary>
internal static class PolicyRefusals
{
    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [50076] = s => Policy(s, PolicyRequirement.MultiFactor, () => s.Support.HasSecondFactor = true),
        [50079] = s => Policy(s, PolicyRequirement.MultiFactor),
        [50072] = s => Later(s, () => s.Simulator.Users.SetSecondFactorRequired(s.Support, true)),
        [50074] = s => Later(s, () =>
        {
            s.Support.HasSecondFactor = true;
            s.Simulator.Users.SetSecondFactorRequired(s.Support, true);
        }),
        [50078] = SecondFactorTooOld,
        [50158] = s => Policy(s, PolicyRequirement.ExternalChallenge),
        [70043] = s => Policy(s, PolicyRequirement.SignInFrequency, () => s.Simulator.Clock.Advance(TimeSpan.FromHours(2)), TimeSpan.FromHours(1)),
        [70044] = s => Policy(s, PolicyRequirement.SignInEveryTime, () => s.Simulator.Clock.Advance(TimeSpan.FromMinutes(1))),
        [53000] = s => Policy(s, PolicyRequirement.CompliantDevice),
        [53001] = s => Policy(s, PolicyRequirement.JoinedDevice),
        [53002] = s => Policy(s, PolicyRequirement.ApprovedApp),
        [53003] = s => Later(s, () => s.Simulator.Policies.Add(s.Tenant, PolicyRequirement.Block, exceptNetworks: ["198.51.100.0/24"])),
        [530032] = s => Policy(s, PolicyRequirement.NoRisk, () => s.Simulator.Users.SetRisk(s.Support, true)),
        [530035] = s => Later(s, () =>
        {
            s.Tenant.SecurityDefaults = true;
            s.Simulator.Users.SetRisk(s.Support, true);
        }),
        [50097] = s => Policy(s, PolicyRequirement.Device),
        [135010] = s => OnDevice(s, device => device.HasKey = false),
        [135011] = s => OnDevice(s, device => device.IsEnabled = false),
        [700003] = s => OnDevice(s, device => s.Simulator.Devices.Remove(s.Tenant, device.Id)),
    };

    private static Task Policy(Stranger s, PolicyRequirement requires, Action? also = null, TimeSpan? every = null) => Later(s, () =>
    {
        s.Simulator.Policies.Add(s.Tenant, requires, every: every);
        also?.Invoke();
    });

    private static Task OnDevice(Stranger s, Action<Device> happens)
    {
        var device = s.Simulator.Devices.Add(s.Support);
        s.Simulator.Policies.Add(s.Tenant, PolicyRequirement.Device);
        return Later(s, () => happens(device));
    }

    private static async Task SecondFactorTooOld(Stranger s)
    {
        s.Simulator.Policies.Add(s.Tenant, PolicyRequirement.MultiFactorFrequency, every: TimeSpan.FromHours(1));
        var client = s.PublicClient().Build();
        var signedIn = await s.InteractAsync(client, [.. s.Accept(), ("factor", "enrolled")]);
        s.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await client.AcquireTokenSilent(Stranger.MailScopes, signedIn.Account).WithForceRefresh(true).ExecuteAsync(Stranger.Ct);
    }
}
