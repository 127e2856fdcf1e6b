using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph.Listing;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>GET /users/{id} and /me: the profile, by directory permissions and not by mail permissions.</summary>
internal static class ShowUser
{
    private static readonly string[] Names =
    [
        "id", "displayName", "givenName", "surname", "mail", "userPrincipalName", "businessPhones", "jobTitle", "mobilePhone", "officeLocation",
        "preferredLanguage",
    ];

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

        var profile = Profile(user);
        profile.Insert(0, "@odata.context", $"{call.Root}/$metadata#users/$entity");
        return call.Json(200, Selection.Apply(profile, Select(call)));
    }

    internal static SimulatedResponse List(GraphCall call)
    {
        CheckAny(call, "User.Read.All", "User.ReadBasic.All", "Directory.Read.All");
        var select = Select(call);
        var users = call.World.State.Users.Where(u => u.TenantId == call.Caller.Tenant.Id);
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#users",
            ["value"] = new JsonArray([.. users.Select(u => (JsonNode)Selection.Apply(Profile(u), select))]),
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
}
