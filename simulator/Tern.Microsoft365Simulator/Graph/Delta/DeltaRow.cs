using System.Text.Json;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>One row of a delta page: a message, some properties of it, or the news that it is gone.</summary>
/// <param name="Message">The message; null when it is gone.</param>
/// <param name="Partial">The only properties that come, when it is not all.</param>
/// <param name="GoneId">The id of what is gone.</param>
internal readonly record struct DeltaRow(StoredMessage? Message, string? Partial, string? GoneId)
{
    internal void Write(Utf8JsonWriter json, MessageWriter writer)
    {
        if (Message is null)
        {
            json.WriteStartObject();
            json.WriteString("@odata.type"u8, "#microsoft.graph.message"u8);
            json.WriteString("id"u8, GoneId);
            json.WriteStartObject("@removed"u8);
            json.WriteString("reason"u8, "deleted"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (Partial is not null)
        {
            writer.WritePartial(json, Message, Partial);
        }
        else
        {
            writer.Write(json, Message, withType: true);
        }
    }
}
