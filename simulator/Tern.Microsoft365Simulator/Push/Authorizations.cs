using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Push;

/// <summary>Whether a subscription may go on: what revokes a sign-in removes what hangs on it, and a token near its end is asked to be renewed.</summary>
internal static class Authorizations
{
    internal static void Check(World world, Subscription subscription)
    {
        if (!IsAllowed(world, subscription))
        {
            Remove(world, subscription);
            return;
        }

        if (PushFaults.HitThisMinute(world, "P7", subscription))
        {
            Remove(world, subscription, "P7");
            return;
        }

        var isNear = world.Now >= subscription.AuthorizedUntil - world.Settings.ReauthorizeBefore;
        var isStruck = PushFaults.HitThisMinute(world, "P9", subscription);
        if (isStruck || (isNear && !subscription.IsReauthorizationAsked))
        {
            subscription.IsReauthorizationAsked = true;
            LifecycleEvents.Send(world, subscription, LifecycleEvents.ReauthorizationRequired, isStruck ? "P9" : null);
        }
    }

    internal static void Remove(World world, Subscription subscription, string? fault = null)
    {
        world.State.Subscriptions.Remove(subscription);
        LifecycleEvents.Send(world, subscription, LifecycleEvents.SubscriptionRemoved, fault);
        world.Version++;
    }

    internal static bool IsAllowed(World world, Subscription subscription)
    {
        var directory = world.State.Directory();
        if (directory.FindApp(subscription.ClientId) is null || !world.State.Mailboxes.ContainsKey(subscription.MailboxUserId))
        {
            return false;
        }

        var consent = directory.FindConsent(subscription.ClientId, subscription.TenantId);
        if (subscription.UserId is not { } userId)
        {
            return consent?.Roles.Any(MayRead) == true
                || world.State.RoleAssignments.Exists(a => a.ClientId == subscription.ClientId && a.PermissionsOn(world, subscription.MailboxUserId).Any(MayRead));
        }

        var grants = world.State.Grants.Where(g => g.ClientId == subscription.ClientId && g.UserId == userId).ToList();
        return directory.FindUser(userId) is { IsEnabled: true } user
            && !(user.TokensValidFrom > subscription.Created)
            && (grants.Count == 0 || grants.Exists(g => !g.IsRevoked))
            && consent?.For(userId).Any(MayRead) == true;
    }

    private static bool MayRead(string permission) => RequestedScopes.ShortName(permission).StartsWith("Mail.Read", StringComparison.OrdinalIgnoreCase);
}
