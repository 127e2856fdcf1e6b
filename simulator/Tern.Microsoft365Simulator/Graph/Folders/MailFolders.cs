using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Folders;

/// <summary>The folders of a mailbox: list, show, create.</summary>
internal static class MailFolders
{
    internal static SimulatedResponse List(GraphCall call) => ListOf(call, call.Mailbox.Folder("msgfolderroot").Number);

    internal static SimulatedResponse Children(GraphCall call, string folder) => ListOf(call, call.FindFolder(folder).Number);

    internal static SimulatedResponse Show(GraphCall call, string folder) =>
        call.Json(200, Selection.Apply(Describe(call, call.FindFolder(folder)), call.Select));

    internal static SimulatedResponse Create(GraphCall call, string parentKey)
    {
        var parent = call.FindFolder(parentKey);
        var name = call.BodyObject().Text("displayName");
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new GraphRefusalException(400, "ErrorInvalidParameter", "The displayName of the folder is missing.");
        }

        if (call.Mailbox.Folders.Exists(f => f.Parent == parent.Number && string.Equals(f.DisplayName, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GraphRefusalException(409, "ErrorFolderExists", "A folder with the specified name already exists.");
        }

        return call.Json(201, Describe(call, call.Mailbox.AddFolder(name, wellKnownName: null, parent.Number)));
    }

    private static SimulatedResponse ListOf(GraphCall call, int parent)
    {
        var all = call.Mailbox.Folders.Where(f => f.Parent == parent).OrderBy(f => f.DisplayName, StringComparer.Ordinal).ToList();
        var (skip, top) = (call.Number("$skip", 0, int.MaxValue), call.Number("$top", 10, 1000));
        var page = all.Skip(skip).Take(top).Select(f => (JsonNode)Selection.Apply(Describe(call, f), call.Select));
        var body = new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#users('{call.Owner.Id}')/mailFolders",
            ["value"] = new JsonArray([.. page]),
        };
        return call.Json(200, PageLinks.Add(call, body, skip, top, all.Count));
    }

    private static JsonObject Describe(GraphCall call, MailFolder folder)
    {
        var messages = folder.Contents.Select(n => call.Mailbox.Messages[n]).ToList();
        return new JsonObject
        {
            ["id"] = call.Ids.Folder(call.Mailbox, folder.Number),
            ["displayName"] = folder.DisplayName,
            ["parentFolderId"] = call.Ids.Folder(call.Mailbox, folder.Parent ?? folder.Number),
            ["childFolderCount"] = call.Mailbox.Folders.Count(f => f.Parent == folder.Number),
            ["unreadItemCount"] = messages.Count(m => !m.IsRead),
            ["totalItemCount"] = messages.Count,
            ["sizeInBytes"] = messages.Sum(m => (long)m.Raw.Length),
            ["isHidden"] = false,
        };
    }
}
