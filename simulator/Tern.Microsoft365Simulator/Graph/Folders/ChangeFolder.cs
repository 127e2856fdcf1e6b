using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Graph.Folders;

/// <summary>Create, rename, move, copy and delete a folder (user-post-mailfolders, mailfolder-update, -move, -copy, -delete).</summary>
internal static class ChangeFolder
{
    internal static SimulatedResponse Create(GraphCall call, string parentKey)
    {
        var parent = call.FindFolder(parentKey);
        var body = call.BodyObject();
        var name = Name(body.Text("displayName"));
        CheckFree(call, parent.Number, name, except: null);
        return FolderJson.Single(call, 201, call.Mailbox.AddFolder(name, wellKnownName: null, parent.Number, body.Flag("isHidden") ?? false));
    }

    internal static SimulatedResponse Rename(GraphCall call, string key)
    {
        var folder = call.FindFolder(key);
        var name = Name(call.BodyObject().Text("displayName"));
        CheckFree(call, folder.Parent, name, folder);
        folder.DisplayName = name;
        call.Mailbox.Touch(folder);
        return FolderJson.Single(call, 200, folder);
    }

    internal static SimulatedResponse Delete(GraphCall call, string key)
    {
        var folder = call.FindFolder(key);
        if (folder.WellKnownName is not null)
        {
            throw new GraphRefusalException(400, "ErrorDeleteDistinguishedFolder", "Distinguished folders cannot be deleted.");
        }

        // With the folder its news go: they are told before, also of what lay in it.
        call.Mailbox.Empty(folder, call.World.Now);
        Notifications.Collect(call.World);
        call.Mailbox.Remove(folder);
        return SimulatedResponse.Empty(204);
    }

    internal static SimulatedResponse Move(GraphCall call, string key)
    {
        var (folder, to) = (call.FindFolder(key), MoveMessage.Destination(call));
        if (folder.WellKnownName is not null)
        {
            throw new GraphRefusalException(400, "ErrorMoveDistinguishedFolder", "Distinguished folders cannot be moved.");
        }

        CheckOutside(call, folder, to);
        CheckFree(call, to.Number, folder.DisplayName, folder);
        var from = folder.Parent;
        folder.Parent = to.Number;
        call.Mailbox.Touch(folder);
        call.Mailbox.TouchFolder(from);
        call.Mailbox.TouchFolder(to.Number);
        return FolderJson.Single(call, 201, folder);
    }

    internal static SimulatedResponse Copy(GraphCall call, string key)
    {
        var (folder, to) = (call.FindFolder(key), MoveMessage.Destination(call));
        CheckOutside(call, folder, to);
        CheckFree(call, to.Number, folder.DisplayName, except: null);
        return FolderJson.Single(call, 201, CopyInto(call, folder, to));
    }

    private static MailFolder CopyInto(GraphCall call, MailFolder folder, MailFolder to)
    {
        var copy = call.Mailbox.AddFolder(folder.DisplayName, wellKnownName: null, to.Number);
        foreach (var number in folder.Contents.ToList())
        {
            MoveMessage.CopyInto(call, call.Mailbox.Messages[number], copy);
        }

        foreach (var child in call.Mailbox.Folders.Where(f => f.Parent == folder.Number).ToList())
        {
            CopyInto(call, child, copy);
        }

        return copy;
    }

    private static void CheckOutside(GraphCall call, MailFolder folder, MailFolder to)
    {
        for (var above = to; above is not null; above = call.Mailbox.Folders.Find(f => f.Number == above.Parent))
        {
            if (above == folder)
            {
                throw new GraphRefusalException(400, "ErrorMoveCopyFailed", "A folder cannot be moved or copied below itself.");
            }
        }
    }

    private static string Name(string? name) => string.IsNullOrWhiteSpace(name)
        ? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The displayName of the folder is missing.")
        : name;

    private static void CheckFree(GraphCall call, int? parent, string name, MailFolder? except)
    {
        if (call.Mailbox.Folders.Exists(f => f != except && f.Parent == parent && string.Equals(f.DisplayName, name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GraphRefusalException(409, "ErrorFolderExists", "A folder with the specified name already exists.");
        }
    }
}
