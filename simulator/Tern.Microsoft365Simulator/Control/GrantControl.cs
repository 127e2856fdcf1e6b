using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Sign-ins without a browser.</summary>
public sealed class GrantControl
{
    private readonly World _world;

    internal GrantControl(World world) => _world = world;

    public IReadOnlyList<Grant> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.Grants];
            }
        }
    }

    /// <summary>Signs a user in to an application with consent to the scopes, and hands out the refresh token.</summary>
    public string IssueRefreshToken(AppRegistration app, User user, params IEnumerable<string> scopes)
    {
        ArgumentNullException.ThrowIfNull(app);
        ArgumentNullException.ThrowIfNull(user);
        lock (_world.Gate)
        {
            var tenant = _world.State.Directory().FindTenant(user.TenantId)!;
            var requested = RequestedScopes.Read(string.Join(' ', scopes), CloudHosts.Of(tenant.Cloud));
            _world.State.Directory().ConsentOf(app.ClientId, user.TenantId).Add(user.Id, requested.Permissions);
            var grant = new Grant
            {
                Id = _world.Random.Identifier(),
                ClientId = app.ClientId,
                TenantId = user.TenantId,
                UserId = user.Id,
                Scopes = [.. requested.Permissions, .. requested.OpenId.Append("offline_access").Distinct(StringComparer.Ordinal)],
                Issued = _world.Now,
                DeviceId = tenant.Devices.FindLast(d => d.UserId == user.Id)?.Id,
                // Whoever is asked for a second factor at this moment has given it.
                SecondFactor = user.HasSecondFactor && (user.RequiresSecondFactor || tenant.Policies.Count > 0) ? _world.Now : null,
                LastUsed = _world.Now,
            };
            _world.State.Grants.Add(_world, grant);
            _world.Version++;
            return RefreshTokens.Issue(_world, grant);
        }
    }

    /// <summary>Revokes one grant (50173), the user's others live on.</summary>
    public void Revoke(Grant grant)
    {
        ArgumentNullException.ThrowIfNull(grant);
        lock (_world.Gate)
        {
            grant.IsRevoked = true;
            _world.Version++;
        }
    }
}
