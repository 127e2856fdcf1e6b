using System.Net;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Conditional Access.</summary>
public sealed class PolicyControl
{
    private readonly World _world;

    internal PolicyControl(World world) => _world = world;

    /// <summary>Adds a policy; it holds from the next request on.</summary>
    /// <param name="tenant">Where.</param>
    /// <param name="requires">What it asks for.</param>
    /// <param name="users">The people it is about; null for all.</param>
    /// <param name="apps">The applications it is about; null for all.</param>
    /// <param name="exceptNetworks">Networks that are left out, in CIDR notation.</param>
    /// <param name="every">How often, for the two frequencies.</param>
    /// <exception cref="ArgumentException">A frequency without a time, or a network that is none.</exception>
    public SignInPolicy Add(
        Tenant tenant,
        PolicyRequirement requires,
        IEnumerable<User>? users = null,
        IEnumerable<AppRegistration>? apps = null,
        IEnumerable<string>? exceptNetworks = null,
        TimeSpan? every = null)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        var networks = exceptNetworks?.ToList();
        if (networks?.Find(n => !IPNetwork.TryParse(n, out _)) is { } wrong)
        {
            throw new ArgumentException($"{wrong} is no network.", nameof(exceptNetworks));
        }

        if (every is null && requires is PolicyRequirement.SignInFrequency or PolicyRequirement.MultiFactorFrequency)
        {
            throw new ArgumentException("A frequency needs a time.", nameof(every));
        }

        lock (_world.Gate)
        {
            var policy = new SignInPolicy
            {
                Id = _world.Random.Identifier(),
                Requires = requires,
                Users = users?.Select(u => u.Id).ToList(),
                Apps = apps?.Select(a => a.ClientId).ToList(),
                ExceptNetworks = networks,
                Every = every,
                Created = _world.Now,
            };
            tenant.Policies.Add(policy);
            _world.Version++;
            return policy;
        }
    }

    public void Remove(Tenant tenant, string policyId)
    {
        ArgumentNullException.ThrowIfNull(tenant);
        lock (_world.Gate)
        {
            tenant.Policies.RemoveAll(p => p.Id == policyId);
            _world.Version++;
        }
    }
}
