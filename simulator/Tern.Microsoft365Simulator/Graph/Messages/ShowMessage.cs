using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>GET a message, as properties or as MIME.</summary>
internal static class ShowMessage
{
    internal static SimulatedResponse Answer(GraphCall call, string id) =>
        MessageWriter.Single(call, 200, call.FindMessage(id), MessageShape.Of(call));

    /// <summary>The bytes as they arrived; for drafts with everything attached so far (outlook-get-mime-message).</summary>
    internal static SimulatedResponse Mime(GraphCall call, string id) =>
        call.Applied(SimulatedResponse.Of(200, "text/plain", OutgoingMime.Merge(call.World, call.FindMessage(id))), Honoured.Ids);
}
