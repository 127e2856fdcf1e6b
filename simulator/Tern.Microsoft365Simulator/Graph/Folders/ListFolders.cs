using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Folders;

/// <summary>GET the folders right below the root or below another one (user-list-mailfolders, mailfolder-list-childfolders).</summary>
internal static class ListFolders
{
    internal static SimulatedResponse Answer(GraphCall call, string parentKey)
    {
        var parent = call.FindFolder(parentKey);
        var withHidden = call.Query["includeHiddenFolders"] == "true";
        var (matches, _) = ODataFilter<MailFolder>.Read(call.Query["$filter"], new FolderFilter(call));
        var all = call.Mailbox.Folders
            .Where(f => f.Parent == parent.Number && (withHidden || !f.IsHidden) && matches(f))
            .OrderBy(f => f.DisplayName, StringComparer.Ordinal)
            .ToList();
        if (IsDescending(call.Query["$orderby"]))
        {
            all.Reverse();
        }

        var (skip, top) = (call.Number("$skip", 0, 0, int.MaxValue), call.Number("$top", 10, 1, 1000));
        var (expands, select) = (Expands(call.Query["$expand"]), FolderJson.Select(call));
        var body = new JsonObject { ["@odata.context"] = $"{call.Root}/$metadata#users('{call.Owner.Id}')/mailFolders" };
        if (call.Query["$count"] == "true")
        {
            body["@odata.count"] = all.Count;
        }

        body["value"] = new JsonArray([.. all.Skip(skip).Take(top).Select(f => (JsonNode)Row(call, f, select, expands))]);
        if (PageLinks.Next(call, skip, top, all.Count) is { } link)
        {
            body["@odata.nextLink"] = link;
        }

        return call.Json(200, body);
    }

    // Of all properties only the name makes an order that a client could want.
    private static bool IsDescending(string? order) => order?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) switch
    {
        null or ["displayName"] or ["displayName", "asc"] => false,
        ["displayName", "desc"] => true,
        _ => throw GraphRefusalException.BadRequest($"The $orderby expression '{order}' is not valid for folders; it is displayName asc or desc."),
    };

    private static bool Expands(string? expand)
    {
        foreach (var item in ExpandItem.Read(expand))
        {
            if (!string.Equals(item.Name, "childFolders", StringComparison.OrdinalIgnoreCase) || item.Options.Count > 0)
            {
                throw GraphRefusalException.BadRequest($"'{item.Name}' cannot be expanded on type 'microsoft.graph.mailFolder', or not with options.");
            }
        }

        return expand is not null;
    }

    private static JsonObject Row(GraphCall call, MailFolder folder, IReadOnlySet<string>? select, bool expands)
    {
        var row = Selection.Apply(FolderJson.Describe(call, folder), select);
        if (expands)
        {
            row["childFolders"] = new JsonArray([.. call.Mailbox.Folders
                .Where(f => f.Parent == folder.Number && !f.IsHidden)
                .Select(f => (JsonNode)FolderJson.Describe(call, f))]);
        }

        return row;
    }

    private sealed class FolderFilter(GraphCall call) : FilterSource<MailFolder>
    {
        internal override Func<MailFolder, object?> Property(string path) => path switch
        {
            "displayName" => f => f.DisplayName,
            "id" => f => call.FolderId(f.Number),
            "isHidden" => f => f.IsHidden,
            "totalItemCount" => f => (double)f.Contents.Count,
            "unreadItemCount" => f => (double)f.Contents.Count(n => !call.Mailbox.Messages[n].IsRead),
            _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{path}' that can be filtered by."),
        };

        internal override FilterType Type(string path) => path switch
        {
            "isHidden" => FilterType.Flag,
            "totalItemCount" or "unreadItemCount" => FilterType.Number,
            _ => FilterType.Text,
        };
    }
}
