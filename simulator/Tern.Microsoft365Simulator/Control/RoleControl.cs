using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Rights given to applications in Exchange (RBAC for Applications).</summary>
public sealed class RoleControl
{
    private readonly World _world;

    internal RoleControl(World world) => _world = world;

    /// <summary>The assignments of an application, also those that do not hold yet or any more.</summary>
    public IReadOnlyList<RoleAssignment> Of(AppRegistration app)
    {
        ArgumentNullException.ThrowIfNull(app);
        lock (_world.Gate)
        {
            return [.. _world.State.RoleAssignments.Where(a => a.ClientId == app.ClientId)];
        }
    }

    /// <summary>Gives a role on some mailboxes, or on all of the tenant. It holds once it has spread (<c>rolesApplyAfter</c>).</summary>
    /// <param name="app">Who gets it.</param>
    /// <param name="role">Such as "Application Mail.ReadWrite".</param>
    /// <param name="mailboxes">Addresses; null for all.</param>
    /// <exception cref="ArgumentException">There is no such role.</exception>
    public RoleAssignment Assign(AppRegistration app, string role, IEnumerable<string>? mailboxes = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!RoleAssignment.KnownRoles.Contains(role, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"There is no role {role}.", nameof(role));
        }

        lock (_world.Gate)
        {
            var assignment = new RoleAssignment
            {
                Id = _world.Random.Identifier(),
                ClientId = app.ClientId,
                TenantId = app.TenantId,
                Role = role,
                Mailboxes = mailboxes?.ToList(),
                Made = _world.Now,
            };
            _world.State.RoleAssignments.Add(assignment);
            _world.Version++;
            return assignment;
        }
    }

    /// <summary>Takes a role away; that has to spread as well.</summary>
    public void Remove(RoleAssignment assignment)
    {
        ArgumentNullException.ThrowIfNull(assignment);
        lock (_world.Gate)
        {
            assignment.Removed ??= _world.Now;
            _world.Version++;
        }
    }
}
