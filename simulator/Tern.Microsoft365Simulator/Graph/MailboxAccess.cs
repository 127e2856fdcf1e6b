using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>Whether this caller may open this mailbox, in the order in which Graph finds out.</summary>
internal static class MailboxAccess
{
    internal static User FindUser(GraphCall call, string key) =>
        call.World.State.Directory().FindUser(call.Caller.Tenant.Id, key)
        ?? throw new GraphRefusalException(404, "ErrorInvalidUser", $"The requested user '{key}' is invalid.");

    internal static GraphCall Open(GraphCall call, User user, string[] permissions)
    {
        var world = call.World;
        world.Throttle.CheckMailbox(world, call.Request, call.Caller.App.ClientId, user.Id);
        var own = call.Caller.IsApplication || call.Caller.User == user;
        if (call.Caller.IsApplication)
        {
            CheckApplication(call, user, permissions);
        }
        else
        {
            // A person who opens somebody else's mailbox needs the .Shared permission, and rights in Exchange.
            call.Caller.Require(own ? permissions : [.. permissions.Select(p => p + ".Shared")]);
        }

        // A shared mailbox needs no licence of its own up to 50 GB.
        if ((!user.IsLicensed && !user.IsShared) || user.MailboxState != MailboxState.Active || world.MailboxOf(user) is not { } mailbox)
        {
            throw new GraphRefusalException(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
        }

        if (!own && !mailbox.Delegates.Contains(call.Caller.User!.Id))
        {
            throw permissions.Contains("Mail.Send") ? SendingRights.Denied() : GraphRefusalException.AccessDenied();
        }

        call.Mailbox = mailbox;
        call.Owner = user;
        return call;
    }

    /// <summary>A full mailbox takes nothing new; moving and deleting go on.</summary>
    internal static void RequireRoom(World world, Mailbox mailbox, long bytes)
    {
        if (!mailbox.HasRoomFor(bytes))
        {
            throw new GraphRefusalException(world.Settings.QuotaStatus, "ErrorQuotaExceeded", "The mailbox has exceeded its quota.");
        }
    }

    /// <summary>What consent gives, unless an access policy takes it, and what roles in Exchange give add up.</summary>
    private static void CheckApplication(GraphCall call, User user, string[] permissions)
    {
        var isConsented = permissions.Any(call.Caller.Permissions.Contains);
        call.Allow(call.World.State.RoleAssignments
            .Where(a => a.ClientId == call.Caller.App.ClientId)
            .SelectMany(a => a.PermissionsOn(call.World, user.Id)));
        if (isConsented && IsOutsidePolicy(call, user) && !IsAssigned(call, user, permissions))
        {
            throw new GraphRefusalException(403, "ErrorAccessDenied", call.World.Settings.AccessPolicySaysRaop
                ? "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings."
                : "Access to OData is disabled.");
        }

        call.Caller.Require(permissions);
    }

    // ApplicationAccessPolicy narrows application permissions to a group of mailboxes (auth-limit-mailbox-access).
    private static bool IsOutsidePolicy(GraphCall call, User user) =>
        call.Caller.App.AllowedMailboxes is { } allowed && !allowed.Contains(user.UserPrincipalName, StringComparer.OrdinalIgnoreCase);

    private static bool IsAssigned(GraphCall call, User user, string[] permissions) => call.World.State.RoleAssignments.Exists(a =>
        a.ClientId == call.Caller.App.ClientId && permissions.Any(p => a.Covers(call.World, p, user.Id)));
}
