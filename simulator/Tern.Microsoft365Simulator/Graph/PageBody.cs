using System.Buffers;
using System.Text.Json;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>A page of rows as a body in pieces: the rows as they are kept, without a copy, and around them what belongs to the page.</summary>
internal static class PageBody
{
    private static readonly ReadOnlyMemory<byte> Comma = ","u8.ToArray();

    /// <param name="before">Writes the properties before the rows.</param>
    /// <param name="rows">The JSON of each row.</param>
    /// <param name="after">Writes the properties after them.</param>
    internal static ReadOnlySequence<byte> Of(Action<Utf8JsonWriter> before, IEnumerable<ReadOnlyMemory<byte>> rows, Action<Utf8JsonWriter> after)
    {
        var around = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(around, GraphCall.Compact);
        json.WriteStartObject();
        before(json);
        json.WriteStartArray("value"u8);
        json.Flush();
        var middle = around.WrittenCount;
        json.WriteEndArray();
        after(json);
        json.WriteEndObject();
        json.Flush();

        var first = new Piece(around.WrittenMemory[..middle], null);
        var last = first;
        foreach (var row in rows)
        {
            last = new Piece(row, last == first ? last : new Piece(Comma, last));
        }

        last = new Piece(around.WrittenMemory[middle..], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        internal Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
