using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Whether a person may use an application at all: account, password, assignment.</summary>
internal static class SignInRights
{
    /// <summary>The account: there, enabled, not locked. A guest is known at home as well.</summary>
    internal static void CheckAccount(World world, User user)
    {
        foreach (var account in user.HomeUserId is { } home
            ? [user, world.State.Directory().FindUser(home) ?? throw new EntraRefusalException(50034)]
            : new[] { user })
        {
            if (!account.IsEnabled)
            {
                throw new EntraRefusalException(50057);
            }

            if (account.IsLocked)
            {
                throw new EntraRefusalException(50053);
            }
        }
    }

    /// <summary>The password, which is asked for at a sign-in and never at a refresh.</summary>
    internal static void CheckPassword(User user)
    {
        if (user.Password != PasswordState.Good)
        {
            throw new EntraRefusalException(user.Password == PasswordState.Expired ? 50055 : 50144);
        }
    }

    internal static void CheckAssignment(World world, AppRegistration app, User user)
    {
        if (world.State.Directory().FindPrincipal(app.ClientId, user.TenantId) is { RequiresAssignment: true } principal && !principal.Assigned.Contains(user.Id))
        {
            throw new EntraRefusalException(50105, $"Your administrator has configured the application {app.DisplayName} ('{app.ClientId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{user.UserPrincipalName}' is blocked.");
        }
    }
}
