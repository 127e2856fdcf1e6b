using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>Move, copy, delete: the ways a message changes its folder.</summary>
internal static class MoveMessage
{
    internal static SimulatedResponse Answer(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        call.Mailbox.Move(message, Destination(call), call.World.Now);
        return Created(call, message);
    }

    internal static SimulatedResponse Copy(GraphCall call, string id)
    {
        var original = call.FindMessage(id);
        var copy = Delivery.Into(call.World, call.Mailbox, Destination(call), original.RawBytes);
        copy.Received = original.Received;
        copy.IsRead = original.IsRead;
        copy.IsDraft = original.IsDraft;
        copy.Categories = [.. original.Categories];
        return Created(call, copy);
    }

    /// <summary>Into Deleted Items; from there for good.</summary>
    internal static SimulatedResponse Delete(GraphCall call, string id)
    {
        var message = call.FindMessage(id);
        var bin = call.Mailbox.Folder("deleteditems");
        if (message.Folder == bin.Number)
        {
            call.Mailbox.Purge(message, call.World.Now);
        }
        else
        {
            call.Mailbox.Move(message, bin, call.World.Now);
        }

        return SimulatedResponse.Empty(204);
    }

    internal static SimulatedResponse Purge(GraphCall call, string id)
    {
        call.Mailbox.Purge(call.FindMessage(id), call.World.Now);
        return SimulatedResponse.Empty(204);
    }

    private static MailFolder Destination(GraphCall call) =>
        call.FindFolder(call.BodyObject().Text("destinationId")
            ?? throw new GraphRefusalException(400, "ErrorInvalidParameter", "The destinationId is missing."));

    private static SimulatedResponse Created(GraphCall call, StoredMessage message)
    {
        var json = MessageJson.Write(call, message, select: null);
        json.Insert(0, "@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages/$entity");
        return call.Json(201, json);
    }
}
