using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>The permissions of Graph that a connection works with, and whether the last token had them (Microsoft Graph: "Permissions reference").</summary>
internal static class NeededPermissions
{
    /// <summary>Which names the registration must ask for.</summary>
    internal static IReadOnlyList<string> Of(GrantKind kind, bool isShared) => (kind, isShared) switch
    {
        (GrantKind.AppOnly, _) => ["Mail.ReadWrite", "Mail.Send"],
        (_, true) => ["Mail.ReadWrite", "Mail.Send", "Mail.ReadWrite.Shared", "Mail.Send.Shared", "User.Read", "offline_access"],
        _ => ["Mail.ReadWrite", "Mail.Send", "User.Read", "offline_access"],
    };

    /// <summary>
    /// Null where the token tells nothing: one was never issued, Microsoft keeps it closed, or the application has its rights in Exchange, which stand in no token.
    /// offline_access is proved by the refresh token and named by no access token.
    /// </summary>
    /// <param name="name">One of the above.</param>
    /// <param name="granted">The permissions of the last token, separated by blanks.</param>
    internal static bool? IsGranted(string name, string? granted) =>
        string.IsNullOrWhiteSpace(granted) || name == "offline_access" ? null : granted.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase);
}
