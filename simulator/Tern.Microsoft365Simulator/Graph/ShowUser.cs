using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph.Listing;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>GET /users/{id} and /me: the profile, by directory permissions and not by mail permissions.</summary>
internal static class ShowUser
{
    private const string Addresses = "proxyAddresses";
    private const string Licences = "assignedLicenses";

    // "Returned only on $select" (user resource type): what is beyond the basic profile.
    private static readonly string[] Names =
    [
        "id", "displayName", "givenName", "surname", "mail", "userPrincipalName", "businessPhones", "jobTitle", "mobilePhone", "officeLocation",
        "preferredLanguage", Addresses, Licences,
    ];

    // Office 365 E3, as the list of product names for licensing has it.
    private const string Plan = "6fd2c87f-b296-42f0-b197-1e91e994b900";

    /// <summary>The directory calls a person it does not have by another code than Outlook calls a mailbox.</summary>
    internal static User Find(GraphCall call, string key) =>
        call.World.State.Directory().FindUser(call.Caller.Tenant.Id, key)
        ?? throw new GraphRefusalException(404, "Request_ResourceNotFound", $"Resource '{key}' does not exist or one of its queried reference-property objects are not present.");

    internal static SimulatedResponse Answer(GraphCall call, User user)
    {
        if (call.Caller.User == user)
        {
            CheckAny(call, "User.Read", "User.ReadWrite", "User.Read.All");
        }
        else
        {
            CheckAny(call, "User.Read.All", "User.ReadBasic.All", "Directory.Read.All");
        }

        var profile = Show(call, user, Select(call));
        profile.Insert(0, "@odata.context", $"{call.Root}/$metadata#users/$entity");
        return call.Json(200, profile);
    }

    internal static SimulatedResponse List(GraphCall call)
    {
        CheckAny(call, "User.Read.All", "User.ReadBasic.All", "Directory.Read.All");
        var select = Select(call);
        var matches = call.Query["$filter"] is null ? null : ODataFilter<User>.Read(call.Query["$filter"], new UserFilter()).Matches;
        var users = call.World.State.Users.Where(u => u.TenantId == call.Caller.Tenant.Id && matches?.Invoke(u) != false);
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#users",
            ["value"] = new JsonArray([.. users.Select(u => (JsonNode)Show(call, u, select))]),
        });
    }

    private static void CheckAny(GraphCall call, params string[] permissions)
    {
        if (!permissions.Any(call.Caller.Permissions.Contains))
        {
            throw new GraphRefusalException(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }
    }

    private static IReadOnlySet<string>? Select(GraphCall call)
    {
        Selection.Check(call.Select, "user", Names);
        return call.Select;
    }

    /// <summary>User.ReadBasic.All opens the basic profile of others and nothing beyond it (permissions-reference).</summary>
    private static JsonObject Show(GraphCall call, User user, IReadOnlySet<string>? select)
    {
        var profile = Profile(user);
        if (select is not null && (call.Caller.User == user || call.Caller.Permissions.Contains("User.Read.All") || call.Caller.Permissions.Contains("Directory.Read.All")))
        {
            profile[Addresses] = new JsonArray([.. user.Aliases.Select(a => (JsonNode)$"smtp:{a}").Prepend($"SMTP:{user.Mail}")]);
            profile[Licences] = user.IsLicensed && !user.IsShared ? new JsonArray(new JsonObject { ["disabledPlans"] = new JsonArray(), ["skuId"] = Plan }) : new JsonArray();
        }

        return Selection.Apply(profile, select);
    }

    private static JsonObject Profile(User user)
    {
        var names = user.DisplayName.Split(' ', 2);
        return new JsonObject
        {
            ["id"] = user.Id,
            ["displayName"] = user.DisplayName,
            ["givenName"] = names[0],
            ["surname"] = names.Length == 2 ? names[1] : null,
            ["mail"] = user.Mail,
            ["userPrincipalName"] = user.UserPrincipalName,
            ["businessPhones"] = new JsonArray(),
            ["jobTitle"] = null,
            ["mobilePhone"] = null,
            ["officeLocation"] = null,
            ["preferredLanguage"] = "en-US",
        };
    }

    /// <summary>What people can be looked for by: a few of the properties that Graph has for it.</summary>
    private sealed class UserFilter : FilterSource<User>
    {
        internal override Func<User, object?> Property(string path) => path switch
        {
            "id" => u => u.Id,
            "mail" => u => u.Mail,
            "userPrincipalName" => u => u.UserPrincipalName,
            "displayName" => u => u.DisplayName,
            _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{path}' that can be filtered by."),
        };

        internal override FilterType Type(string path) => FilterType.Text;

        internal override Func<User, IEnumerable<FilterItem>> Collection(string path, IReadOnlyList<string> literals) => path == Addresses
            ? u => u.Aliases.Select(a => $"smtp:{a}").Prepend($"SMTP:{u.Mail}").Select(a => new FilterItem(null, a))
            : base.Collection(path, literals);
    }
}
