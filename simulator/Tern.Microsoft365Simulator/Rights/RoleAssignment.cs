using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Rights;

/// <summary>
/// A right given to an application in Exchange (RBAC for Applications): a role, and the mailboxes it reaches. It adds to what
/// consent gives, stands in no token, and holds only some while after it was given or taken.
/// </summary>
public sealed class RoleAssignment
{
    private static readonly Dictionary<string, string[]> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Application Mail.ReadBasic"] = ["Mail.ReadBasic", "Mail.ReadBasic.All"],
        ["Application Mail.Read"] = ["Mail.Read", "Mail.ReadBasic"],
        ["Application Mail.ReadWrite"] = ["Mail.ReadWrite", "Mail.Read", "Mail.ReadBasic"],
        ["Application Mail.Send"] = ["Mail.Send"],
        ["Application Mail Full Access"] = ["Mail.ReadWrite", "Mail.Read", "Mail.ReadBasic", "Mail.Send"],
        ["Application MailboxSettings.Read"] = ["MailboxSettings.Read"],
        ["Application MailboxSettings.ReadWrite"] = ["MailboxSettings.ReadWrite", "MailboxSettings.Read"],
        ["Application Exchange Full Access"] = ["Mail.ReadWrite", "Mail.Read", "Mail.ReadBasic", "Mail.Send", "MailboxSettings.ReadWrite", "MailboxSettings.Read"],
    };

    public required string Id { get; init; }

    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Such as "Application Mail.ReadWrite".</summary>
    public required string Role { get; init; }

    /// <summary>Addresses of the mailboxes in its scope; null for all of the tenant.</summary>
    public List<string>? Mailboxes { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>When it was taken away; it goes on until that has spread.</summary>
    public DateTimeOffset? Removed { get; set; }

    internal static IReadOnlyCollection<string> KnownRoles => Roles.Keys;

    /// <summary>What it allows on a mailbox at this moment.</summary>
    internal IEnumerable<string> PermissionsOn(World world, string userId)
    {
        var spreads = world.Settings.RolesApplyAfter;
        var holds = world.Now >= Made + spreads && (Removed is not { } removed || world.Now < removed + spreads);
        return holds && world.State.Directory().FindUser(userId) is { } user && user.TenantId == TenantId && (Mailboxes is null || Mailboxes.Exists(user.IsKnownAs))
            ? Roles[Role]
            : [];
    }

    internal bool Covers(World world, string permission, string userId) =>
        PermissionsOn(world, userId).Contains(permission, StringComparer.OrdinalIgnoreCase);
}
