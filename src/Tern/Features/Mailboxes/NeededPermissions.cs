using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>The permissions of Graph that a connection works with, and whether the last token had them (Microsoft Graph: "Permissions reference").</summary>
internal static class NeededPermissions
{
    /// <summary>What every sign-in asks for, to know who it is.</summary>
    internal static readonly IReadOnlyList<string> OfSignIn = ["openid", "profile"];

    /// <summary>Without which mail is neither read nor sent.</summary>
    internal static IReadOnlyList<string> ForMail(GrantKind kind, bool isShared) =>
        kind == GrantKind.Delegated && isShared ? ["Mail.ReadWrite", "Mail.Send", "Mail.ReadWrite.Shared", "Mail.Send.Shared"] : ["Mail.ReadWrite", "Mail.Send"];

    /// <summary>Which names the registration must ask for: also who signed in, and that the sign-in lasts.</summary>
    internal static IReadOnlyList<string> Of(GrantKind kind, bool isShared) =>
        kind == GrantKind.AppOnly ? ForMail(kind, isShared) : [.. ForMail(kind, isShared), "User.Read", "offline_access"];

    /// <summary>
    /// Null where the token tells nothing: one was never issued, Microsoft keeps it closed, or the application has its rights in Exchange, which stand in no token.
    /// offline_access is proved by the refresh token and named by no access token.
    /// </summary>
    /// <param name="name">One of the above.</param>
    /// <param name="granted">The permissions of the last token, separated by blanks.</param>
    internal static bool? IsGranted(string name, string? granted) =>
        string.IsNullOrWhiteSpace(granted) || name == "offline_access" ? null : granted.Split(' ').Contains(name, StringComparer.OrdinalIgnoreCase);
}
