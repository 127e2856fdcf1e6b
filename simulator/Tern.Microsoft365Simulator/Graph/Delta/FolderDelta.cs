using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Folders;
using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>The change feed of the folders themselves, counts included (mailfolder-delta).</summary>
internal static class FolderDelta
{
    internal static SimulatedResponse Answer(GraphCall call)
    {
        var visible = DeltaChanges.LastVisible(call.World, call.Mailbox);
        var position = SyncStates.Read(call, folder: 0, forgotten: 0) ?? Start(call, visible);
        if (position.Empties < 2 && call.World.Random.Happens(call.World.Settings.EmptyPages))
        {
            return Page(call, [], position with { Empties = position.Empties + 1 }, isLast: false);
        }

        position = position with { Empties = 0 };
        var size = call.Prefers.PageSize ?? position.Top ?? 10;
        var changed = call.Mailbox.Folders
            .Where(f => f.Parent is not null && !f.IsHidden)
            .Select(f => (At: Math.Max(f.Changed, DeltaChanges.LastUpTo(f, visible)), Row: (Func<JsonObject>)(() => Row(call, f, position.Select))))
            .Concat(position.Since == 0 ? [] : call.Mailbox.LostFolders.Select(l => (At: l.Value, Row: (Func<JsonObject>)(() => Gone(call, l.Key)))))
            .Where(c => c.At > position.Since && c.At <= visible)
            .OrderBy(c => c.At)
            .ToList();
        var isLast = changed.Count <= size;
        var rows = changed.Take(size).ToList();
        var next = position with { Since = isLast ? Math.Max(position.Since, visible) : rows[^1].At };
        return Page(call, [.. rows.Select(r => (JsonNode)r.Row())], next, isLast);
    }

    private static SimulatedResponse Page(GraphCall call, JsonNode[] rows, DeltaPosition next, bool isLast)
    {
        var (name, token) = isLast ? ("@odata.deltaLink", "$deltatoken") : ("@odata.nextLink", "$skiptoken");
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#Collection(mailFolder)",
            [name] = $"{call.Request.BaseUrl}{call.Request.RawPath}?{token}={next.Seal(call.World, call.Mailbox)}",
            ["value"] = new JsonArray(rows),
        }, Honoured.PageSize);
    }

    private static DeltaPosition Start(GraphCall call, long visible)
    {
        SyncStates.Refuse(call, "MailFolders", "$search", "$skip", "$count", "$filter", "$orderby", "$expand", "changeType");
        Folders.FolderJson.Select(call);
        return new DeltaPosition
        {
            Generation = call.Mailbox.Generation,
            Folder = 0,
            Since = call.Query["$deltatoken"] is null ? 0 : visible,
            Select = call.Query["$select"],
            Top = call.Query["$top"] is null ? null : call.Number("$top", 10, 1, 1000),
        };
    }

    private static JsonObject Row(GraphCall call, MailFolder folder, string? select)
    {
        var row = Selection.Apply(FolderJson.Describe(call, folder), Selection.Read(select));
        row.Insert(0, "@odata.type", "#microsoft.graph.mailFolder");
        return row;
    }

    private static JsonObject Gone(GraphCall call, int folder) => new()
    {
        ["@odata.type"] = "#microsoft.graph.mailFolder",
        ["id"] = call.FolderId(folder),
        ["@removed"] = new JsonObject { ["reason"] = "deleted" },
    };
}
