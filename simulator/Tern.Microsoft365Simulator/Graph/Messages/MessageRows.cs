using System.Buffers;
using System.Text.Json;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>The rows of a list or a feed, each as a piece of JSON of its own; what was written before for the same state of a message is given again.</summary>
internal sealed class MessageRows(GraphCall call, MessageShape shape, bool withType)
{
    private readonly MessageWriter _writer = new(call, shape);
    private readonly RowForm _form = new(shape, call.Prefers with { PageSize = null }, MessageWriter.IsBasicOnly(call.Caller), withType);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    internal ReadOnlyMemory<byte> Whole(StoredMessage message)
    {
        // What is expanded may change without the message, and is large.
        if (shape.WithAttachments || shape.ExtendedProperties is not null)
        {
            return Written(json => _writer.WriteProperties(json, message, withType));
        }

        var key = new RowKey(call.Mailbox.UserId, message.Number, _form);
        if (call.World.Rows.Find(key, message) is not { } row)
        {
            row = Written(json => _writer.WriteProperties(json, message, withType));
            call.World.Rows.Keep(key, message, row);
        }

        return row;
    }

    /// <summary>Only those of these properties that are wanted, as delta rows may come.</summary>
    internal ReadOnlyMemory<byte> Partial(StoredMessage message, string changed) => Written(json =>
    {
        // Each change is one of these two as well; they come where somebody asked for them.
        var names = shape.IsWhole ? changed : string.Join(',', $"{changed},lastModifiedDateTime,changeKey".Split(',').Where(shape.HasAny));
        json.WriteString("@odata.type"u8, MessageWriter.Message);
        json.WriteString("@odata.etag"u8, MessageWriter.Etag(message));
        json.WriteString("id"u8, call.IdOf(message));
        new MessageWriter(call, MessageShape.Read(names, expand: null)).WriteMarks(json, message, string.Empty);
        if (names.Split(',').Contains("flag"))
        {
            json.WritePropertyName("flag"u8);
            FlagJson.Write(json, message);
        }
    });

    /// <summary>The news that it is not there any more.</summary>
    internal ReadOnlyMemory<byte> Gone(string id) => Written(json =>
    {
        json.WriteString("@odata.type"u8, MessageWriter.Message);
        json.WriteString("id"u8, id);
        json.WriteStartObject("@removed"u8);
        json.WriteString("reason"u8, "deleted"u8);
        json.WriteEndObject();
    });

    private byte[] Written(Action<Utf8JsonWriter> properties)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, GraphCall.Compact))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        return _buffer.WrittenSpan.ToArray();
    }
}
