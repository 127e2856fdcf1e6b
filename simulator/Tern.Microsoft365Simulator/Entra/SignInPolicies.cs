using System.Net;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Holds a sign-in, new or old, against what its organisation asks for (concept-conditional-access-policies).</summary>
internal static class SignInPolicies
{
    /// <exception cref="EntraRefusalException">The first requirement that is not met.</exception>
    internal static void Check(World world, Tenant tenant, AppRegistration app, User user, SignInFacts facts)
    {
        if (tenant.SecurityDefaults && user.IsAtRisk)
        {
            throw new EntraRefusalException(530035);
        }

        if (user.RequiresSecondFactor && facts.SecondFactor is null)
        {
            throw new EntraRefusalException(user.HasSecondFactor ? 50074 : 50072);
        }

        foreach (var policy in tenant.Policies.Where(p => Concerns(world, p, user.Id, app)))
        {
            if (Judge(world, tenant, policy, app, user, facts) is { } code)
            {
                throw new EntraRefusalException(EntraError.Of(code) with { Claims = ClaimsFor(code, policy) });
            }
        }
    }

    /// <summary>Whether a policy is about this person, this application and the place the request comes from.</summary>
    internal static bool Concerns(World world, SignInPolicy policy, string userId, AppRegistration app) =>
        (policy.Users is not { } users || users.Contains(userId))
        && (policy.Apps is not { } apps || apps.Contains(app.ClientId))
        && !(policy.ExceptNetworks is { } trusted
            && IPAddress.TryParse(world.Settings.ClientAddress, out var from)
            && trusted.Exists(network => IPNetwork.Parse(network).Contains(from)));

    private static int? Judge(World world, Tenant tenant, SignInPolicy policy, AppRegistration app, User user, SignInFacts facts) => policy.Requires switch
    {
        PolicyRequirement.Block => 53003,
        PolicyRequirement.MultiFactor when facts.SecondFactor is null => user.HasSecondFactor ? 50076 : 50079,
        PolicyRequirement.ExternalChallenge when !facts.MetExternalChallenge => 50158,
        PolicyRequirement.SignInFrequency when world.Now >= facts.At + policy.Every => 70043,
        PolicyRequirement.SignInEveryTime when world.Now > facts.At => 70044,
        PolicyRequirement.MultiFactorFrequency => MultiFactorFrequency(world, policy, user, facts),
        PolicyRequirement.Device => DeviceOf(tenant, facts).Refusal,
        PolicyRequirement.CompliantDevice when DeviceOf(tenant, facts).Device is not { IsCompliant: true } => 53000,
        PolicyRequirement.JoinedDevice when DeviceOf(tenant, facts).Device is not { IsJoined: true } => 53001,
        PolicyRequirement.ApprovedApp when !app.IsApproved => 53002,
        PolicyRequirement.NoRisk when user.IsAtRisk => 530032,
        _ => null,
    };

    private static int? MultiFactorFrequency(World world, SignInPolicy policy, User user, SignInFacts facts) => facts.SecondFactor switch
    {
        null => user.HasSecondFactor ? 50076 : 50079,
        { } given when world.Now >= given + policy.Every => 50078,
        _ => null,
    };

    private static (Device? Device, int? Refusal) DeviceOf(Tenant tenant, SignInFacts facts) => facts.DeviceId is null
        ? (null, 50097)
        : tenant.Devices.Find(d => d.Id == facts.DeviceId) switch
        {
            null => (null, 700003),
            { IsEnabled: false } => (null, 135011),
            { HasKey: false } => (null, 135010),
            var device => (device, null),
        };

    // Handed back to the authorize page, so that the person is asked for exactly this.
    private static string? ClaimsFor(int code, SignInPolicy policy) => code is 50076 or 50079 or 50158 or 53003
        ? "{\"access_token\":{\"capolids\":{\"essential\":true,\"values\":[\"" + policy.Id + "\"]}}}"
        : null;
}
