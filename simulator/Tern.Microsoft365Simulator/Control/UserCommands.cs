using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Rights;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/users</summary>
internal static class UserCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var users = call.Simulator.Users;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(users.All);
            case ("POST", []):
                return Add(call);
            case ("GET", [var key]):
                return ControlCall.Show(call.User(key));
            case ("PATCH", [var key]):
                return Change(call, key);
            case ("DELETE", [var key]):
                users.Delete(call.User(key));
                return ControlCall.Done();
            case ("POST", [var key, "revoke"]):
                users.Revoke(call.User(key));
                return ControlCall.Done();
            case ("POST", [var key, "password"]):
                users.ChangePassword(call.User(key), call.Body<PasswordBody>().How);
                return ControlCall.Done();
            case ("POST", [var key, "guest"]):
                return Invite(call, key);
            case ("POST", [var key, "delegates"]):
                users.Delegate(call.User(key), call.User(call.Body<DelegateBody>().User));
                return ControlCall.Done();
            case ("PUT", [var key, "rights", var holder]):
                return ChangeRights(call, key, holder);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Add(ControlCall call)
    {
        var body = call.Body<NewUser>();
        try
        {
            return ControlCall.Show(call.Simulator.Users.Add(call.Tenant(body.Tenant), body.Name, body.DisplayName, body.IsShared), 201);
        }
        catch (ArgumentException wrong)
        {
            throw ControlRefusalException.Of(wrong);
        }
        catch (InvalidOperationException taken)
        {
            throw new ControlRefusalException(409, taken.Message);
        }
    }

    private static SimulatedResponse Invite(ControlCall call, string key)
    {
        try
        {
            return ControlCall.Show(call.Simulator.Users.AddGuest(call.Tenant(call.Body<GuestBody>().Tenant), call.User(key)), 201);
        }
        catch (ArgumentException taken)
        {
            throw ControlRefusalException.Of(taken, 409);
        }
    }

    /// <summary>The rights somebody has on a mailbox, exactly these.</summary>
    private static SimulatedResponse ChangeRights(ControlCall call, string key, string holder)
    {
        var (users, mailbox, person, wanted) = (call.Simulator.Users, call.User(key), call.User(holder), call.Body<RightsBody>().Rights);
        foreach (var right in Enum.GetValues<MailboxRight>())
        {
            if (wanted.Contains(right))
            {
                users.Grant(mailbox, person, right);
            }
            else
            {
                users.Withdraw(mailbox, person, right);
            }
        }

        return ControlCall.Done();
    }

    private static SimulatedResponse Change(ControlCall call, string key)
    {
        var (users, user, body) = (call.Simulator.Users, call.User(key), call.Body<UserChange>());
        users.SetEnabled(user, body.IsEnabled ?? user.IsEnabled);
        users.SetRisk(user, body.IsAtRisk ?? user.IsAtRisk);
        users.SetSecondFactorRequired(user, body.RequiresSecondFactor ?? user.RequiresSecondFactor);
        user.HasSecondFactor = body.HasSecondFactor ?? user.HasSecondFactor;
        user.IsLocked = body.IsLocked ?? user.IsLocked;
        user.IsLicensed = body.IsLicensed ?? user.IsLicensed;
        user.MailboxState = body.MailboxState ?? user.MailboxState;
        user.DisplayName = body.DisplayName ?? user.DisplayName;
        user.Mail = body.Mail ?? user.Mail;
        user.UserPrincipalName = body.UserPrincipalName ?? user.UserPrincipalName;
        users.SetAliases(user, body.Aliases ?? user.Aliases);
        return ControlCall.Show(user);
    }

    private sealed record NewUser(string Tenant, string Name, string? DisplayName = null, bool IsShared = false);

    private sealed record UserChange(
        bool? IsEnabled = null,
        bool? IsLicensed = null,
        string? DisplayName = null,
        string? UserPrincipalName = null,
        bool? IsLocked = null,
        bool? IsAtRisk = null,
        bool? HasSecondFactor = null,
        bool? RequiresSecondFactor = null,
        MailboxState? MailboxState = null,
        string? Mail = null,
        IReadOnlyCollection<string>? Aliases = null);

    private sealed record PasswordBody(PasswordChange How);

    private sealed record GuestBody(string Tenant);

    private sealed record RightsBody(MailboxRight[] Rights);

    private sealed record DelegateBody(string User);
}
