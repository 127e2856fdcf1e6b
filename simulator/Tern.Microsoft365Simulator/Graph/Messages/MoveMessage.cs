using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>Move, copy, delete: the ways a message changes its folder (message-move, -copy, -delete, -permanentdelete).</summary>
internal static class MoveMessage
{
    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var message = FindUnchanged(call, id);
        call.Mailbox.Move(message, Destination(call), call.World.Now);
        return MessageWriter.Single(call, 201, message);
    }

    internal static SimulatedResponse Copy(GraphCall call, string id) =>
        MessageWriter.Single(call, 201, CopyInto(call, call.FindMessage(id), Destination(call)));

    internal static StoredMessage CopyInto(GraphCall call, StoredMessage original, MailFolder folder)
    {
        var copy = Delivery.Message(call.World, call.Mailbox, original.RawBytes);
        copy.Received = original.Received;
        copy.Sent = original.Sent;
        copy.IsRead = original.IsRead;
        copy.IsDraft = original.IsDraft;
        copy.Importance = original.Importance;
        (copy.FlagStatus, copy.FlagDates) = (original.FlagStatus, original.FlagDates);
        copy.Categories = original.Categories;
        copy.ExtendedProperties = original.ExtendedProperties;
        (copy.Added, copy.LastAdded) = (original.Added, original.LastAdded);
        return call.Mailbox.Store(copy, folder, call.World.Now);
    }

    /// <summary>Into Deleted Items; from there into the recoverable items, and from those for good.</summary>
    internal static SimulatedResponse Delete(GraphCall call, string id)
    {
        var message = FindUnchanged(call, id);
        var next = call.Mailbox.FolderOf(message).WellKnownName switch
        {
            "deleteditems" => "recoverableitemsdeletions",
            "recoverableitemsdeletions" => null,
            _ => "deleteditems",
        };
        if (call.Mailbox.Folders.Find(f => f.WellKnownName is { } name && name == next) is { } folder)
        {
            call.Mailbox.Move(message, folder, call.World.Now);
        }
        else
        {
            call.Mailbox.Purge(message, call.World.Now);
        }

        return SimulatedResponse.Empty(204);
    }

    internal static SimulatedResponse Purge(GraphCall call, string id)
    {
        call.Mailbox.Purge(FindUnchanged(call, id), call.World.Now);
        return SimulatedResponse.Empty(204);
    }

    private static StoredMessage FindUnchanged(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        UpdateMessage.CheckEtag(call, message);
        return message;
    }

    internal static MailFolder Destination(GraphCall call) =>
        call.FindFolder(call.BodyObject().Text("destinationId")
            ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The destinationId is missing."));
}
