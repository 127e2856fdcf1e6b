using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Folders;

/// <summary>A folder as Graph writes it (resources/mailfolder).</summary>
internal static class FolderJson
{
    internal static readonly IReadOnlyCollection<string> Names =
        ["id", "displayName", "parentFolderId", "childFolderCount", "unreadItemCount", "totalItemCount", "sizeInBytes", "isHidden"];

    /// <summary>$select, held to what a folder has.</summary>
    internal static IReadOnlySet<string>? Select(GraphCall call)
    {
        Selection.Check(call.Select, "mailFolder", Names);
        return call.Select;
    }

    internal static SimulatedResponse Single(GraphCall call, int status, MailFolder folder)
    {
        var json = Selection.Apply(Describe(call, folder), Select(call));
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/mailFolders/$entity");
        return call.Json(status, json);
    }

    internal static JsonObject Describe(GraphCall call, MailFolder folder)
    {
        var (unread, size) = (0, 0L);
        foreach (var number in folder.Contents)
        {
            var message = call.Mailbox.Messages[number];
            unread += message.IsRead ? 0 : 1;
            size += message.Raw.Length;
        }

        return new JsonObject
        {
            ["id"] = call.FolderId(folder.Number),
            ["displayName"] = folder.DisplayName,
            ["parentFolderId"] = call.FolderId(folder.Parent ?? folder.Number),
            ["childFolderCount"] = call.Mailbox.Folders.Count(f => f.Parent == folder.Number && !f.IsHidden),
            ["unreadItemCount"] = unread,
            ["totalItemCount"] = folder.Contents.Count,
            ["sizeInBytes"] = size,
            ["isHidden"] = folder.IsHidden,
        };
    }
}
