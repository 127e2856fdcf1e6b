namespace Tern.Microsoft365Simulator.Graph;

/// <summary>
/// Which query options each resource takes. Graph takes their names in any case; what it does not know it refuses, where
/// they begin with $. Other parameters are the client's own and are passed over (OData 4.01 URL §5), but for the two that
/// Outlook defines.
/// </summary>
internal static class QueryOptions
{
    private const string ChangeType = "changeType";
    private const string WithHidden = "includeHiddenFolders";

    private static readonly string[] None = [];
    private static readonly string[] Select = ["$select"];
    private static readonly string[] Entity = ["$select", "$expand"];
    private static readonly string[] Messages = ["$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip", "$count"];
    private static readonly string[] Count = ["$filter", "$search"];
    private static readonly string[] Users = ["$select", "$filter"];

    // Some of these go with no feed; the feed itself refuses them, in its own words.
    private static readonly string[] Delta = [.. Messages, "$deltatoken", "$skiptoken", ChangeType];
    private static readonly string[] Folders = ["$select", "$expand", "$filter", "$orderby", "$top", "$skip", "$count", WithHidden];
    private static readonly string[] Canonical = [.. Delta, WithHidden];

    // A link that says where the feed begins anew has an empty token.
    private static readonly string[] MayBeEmpty = ["$deltatoken"];

    /// <summary>The options of a request under the names they are known by.</summary>
    internal static FormFields Read(SimulatedRequest request) =>
        FormFields.OfQuery(request).Renamed(name => Array.Find(Canonical, c => string.Equals(c, name, StringComparison.OrdinalIgnoreCase)) ?? name);

    internal static void Check(GraphCall call, string[] segments)
    {
        if (call.Query.All.Count == 0)
        {
            return;
        }

        var allowed = Of(call.Request.Method, segments);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in call.Query.All)
        {
            if (!name.StartsWith('$') && name is not (ChangeType or WithHidden))
            {
                continue;
            }

            if (!allowed.Contains(name) && name.StartsWith('$'))
            {
                throw GraphRefusalException.BadRequest($"The query option '{name}' is not known or not supported for this resource.");
            }

            if (!seen.Add(name))
            {
                throw GraphRefusalException.BadRequest($"The query option '{name}' was given more than once; it can be given once.");
            }

            if (value.Trim().Length == 0 && !MayBeEmpty.Contains(name))
            {
                throw GraphRefusalException.BadRequest($"The query option '{name}' has no value.");
            }

            if (name is "$count" or WithHidden && value is not ("true" or "false"))
            {
                throw GraphRefusalException.BadRequest($"Invalid value '{value}' for {name} query option found. It is true or false.");
            }
        }
    }

    private static string[] Of(string method, string[] segments) => (method, segments) switch
    {
        (_, ["me", .. var rest]) => OfMailbox(method, rest),
        ("GET", ["users"]) => Users,
        ("GET", ["applications", _] or [['a', 'p', 'p', 'l', 'i', 'c', 'a', 't', 'i', 'o', 'n', 's', '(', ..]]) => Select,
        (_, ["users", _, .. var rest]) => OfMailbox(method, rest),
        _ => None,
    };

    private static string[] OfMailbox(string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Select,
        ("GET", ["mailFolders", "delta" or "delta()"]) => Delta,
        ("GET", ["mailboxSettings"] or ["mailFolders", _]) => Select,
        ("GET", ["mailFolders"] or ["mailFolders", _, "childFolders"]) => Folders,
        (_, ["mailFolders", _, "messages", .. var tail]) => OfMessages(method, tail),
        (_, ["messages", .. var tail]) => OfMessages(method, tail),
        _ => None,
    };

    private static string[] OfMessages(string method, string[] rest) => (method, rest) switch
    {
        ("GET", []) => Messages,
        ("GET", ["$count"]) => Count,
        ("GET", ["delta" or "delta()"]) => Delta,
        ("GET" or "PATCH", [_]) => Entity,
        ("GET", [_, "attachments"] or [_, "attachments", _]) => Entity,
        _ => None,
    };
}
