using System.Text.Json.Serialization;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What an application was allowed in a tenant: by an administrator for everybody, or by one person.</summary>
public sealed class Consent
{
    public required string ClientId { get; init; }

    public required string TenantId { get; init; }

    /// <summary>Application permissions granted by an administrator.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> Roles { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Scopes an administrator granted for all users.</summary>
    [JsonObjectCreationHandling(JsonObjectCreationHandling.Populate)]
    public SortedSet<string> AllUsers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Scopes single users granted, by object id.</summary>
    public Dictionary<string, SortedSet<string>> Users { get; init; } = [];

    internal bool Covers(string userId, IEnumerable<string> scopes) =>
        scopes.All(s => AllUsers.Contains(s) || (Users.TryGetValue(userId, out var own) && own.Contains(s)));

    internal void Add(string userId, IEnumerable<string> scopes)
    {
        if (!Users.TryGetValue(userId, out var own))
        {
            Users.Add(userId, own = new SortedSet<string>(StringComparer.OrdinalIgnoreCase));
        }

        own.UnionWith(scopes);
    }

    internal IEnumerable<string> For(string userId) =>
        Users.TryGetValue(userId, out var own) ? AllUsers.Union(own, StringComparer.OrdinalIgnoreCase) : AllUsers;
}
