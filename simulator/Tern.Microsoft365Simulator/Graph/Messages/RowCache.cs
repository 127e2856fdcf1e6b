using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>
/// Rows of lists and feeds as they were written last. Two generations: what was not asked for while one filled up goes with the next. It holds so many
/// bytes and no more, none of them a message's own, and changes no answer: a row is good for one state of its message only.
/// </summary>
internal sealed class RowCache
{
    private const int LargestGeneration = 48 * 1024 * 1024;
    private const int LargestRow = 64 * 1024;

    // What an entry takes besides the text of its row.
    private const int CostOfKey = 160;
    private Dictionary<RowKey, Row> _young = [];
    private Dictionary<RowKey, Row> _old = [];
    private int _size;

    internal byte[]? Find(RowKey key, StoredMessage message)
    {
        if (!_young.TryGetValue(key, out var row))
        {
            if (!_old.TryGetValue(key, out row))
            {
                return null;
            }

            Put(key, row);
        }

        return row.Version == message.Version && row.Moves == message.Moves ? row.Json : null;
    }

    internal void Keep(RowKey key, StoredMessage message, byte[] json)
    {
        if (json.Length <= LargestRow)
        {
            Put(key, new Row(json, message.Version, message.Moves));
        }
    }

    private void Put(RowKey key, Row row)
    {
        if (_size + row.Json.Length + CostOfKey > LargestGeneration)
        {
            (_old, _young, _size) = (_young, [], 0);
        }

        _young[key] = row;
        _size += row.Json.Length + CostOfKey;
    }

    /// <summary>A row, and the state of the message it was written for.</summary>
    private readonly record struct Row(byte[] Json, int Version, int Moves);
}

/// <summary>Everything a row depends on but the state of its message.</summary>
internal readonly record struct RowKey(string Mailbox, long Message, RowForm Form);

/// <summary>How rows of one request are written.</summary>
internal sealed record RowForm(MessageShape Shape, Preferences Preferences, bool BasicOnly, bool WithType);
