using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// What a change of password does to what was signed in before (refresh-tokens, "Token revocation"): the grants of
/// confidential clients live through most of it, those of public clients do not.
/// </summary>
internal static class PasswordChanges
{
    /// <summary>The person changes it, or resets it by self-service.</summary>
    internal static void ByUser(World world, User user) => End(world, user, 50133);

    /// <summary>An administrator resets it in the Azure portal.</summary>
    internal static void InPortal(World world, User user) => End(world, user, 50132);

    /// <summary>"Revoke sessions", and what the admin center and PowerShell do along with a reset.</summary>
    internal static void RevokeSessions(World world, User user)
    {
        // A guest's sessions are not the host's to revoke.
        if (user.IsGuest)
        {
            return;
        }

        Critical(world, user);
        user.TokensValidFrom = world.Now;
        // Marked one by one as well: on a clock that stands still, a sign-in after this has the same instant and must live.
        foreach (var grant in GrantsOf(world, user))
        {
            grant.IsRevoked = true;
        }
    }

    /// <summary>Continuous access evaluation hears of it: access tokens given out before are not good any more.</summary>
    internal static void Critical(World world, User user)
    {
        user.CriticalEvent = world.Now;
        user.CriticalEvents++;
    }

    private static void End(World world, User user, int code)
    {
        user.Password = PasswordState.Good;
        Critical(world, user);
        foreach (var grant in GrantsOf(world, user).Where(g => g.Platform == PlatformType.Native || world.State.Directory().FindApp(g.ClientId) is { IsPublicClient: true }))
        {
            grant.EndedBy ??= code;
        }
    }

    private static IEnumerable<Grant> GrantsOf(World world, User user)
    {
        var own = world.State.Users.Where(u => u.Id == user.Id || u.HomeUserId == user.Id).Select(u => u.Id).ToHashSet();
        return world.State.Grants.Where(g => own.Contains(g.UserId));
    }
}
