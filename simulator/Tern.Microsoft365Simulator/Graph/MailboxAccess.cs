using Tern.Microsoft365Simulator.Entra;

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
        var own = call.Caller.IsApplication || call.Caller.User == user;
        // A person who opens somebody else's mailbox needs the .Shared permission, and rights in Exchange.
        call.Caller.Require(own ? permissions : [.. permissions.Select(p => p + ".Shared")]);
        CheckPolicy(call, user);
        if (!user.IsLicensed || world.MailboxOf(user) is not { } mailbox)
        {
            throw new GraphRefusalException(404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise.");
        }

        if (!own && !mailbox.Delegates.Contains(call.Caller.User!.Id))
        {
            throw permissions.Contains("Mail.Send")
                ? new GraphRefusalException(403, "ErrorSendAsDenied", "The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.")
                : GraphRefusalException.AccessDenied();
        }

        call.Mailbox = mailbox;
        call.Owner = user;
        return call;
    }

    // ApplicationAccessPolicy narrows application permissions to a group of mailboxes (auth-limit-mailbox-access).
    private static void CheckPolicy(GraphCall call, User user)
    {
        if (call.Caller.IsApplication
            && call.Caller.App.AllowedMailboxes is { } allowed
            && !allowed.Contains(user.UserPrincipalName, StringComparer.OrdinalIgnoreCase))
        {
            throw new GraphRefusalException(403, "ErrorAccessDenied", "Access to OData is disabled.");
        }
    }
}
