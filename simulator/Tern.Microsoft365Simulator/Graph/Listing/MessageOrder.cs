using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>$orderby, with the rule that its properties must lead in $filter when both are given.</summary>
internal sealed class MessageOrder(IReadOnlyList<(Comparison<StoredMessage> Compare, bool Descending)> keys) : IComparer<StoredMessage>
{
    internal static MessageOrder NewestFirst { get; } = new([(Key("receivedDateTime"), true)]);

    internal static MessageOrder Read(string? text, IReadOnlyList<string> filtered)
    {
        if (text is null)
        {
            return NewestFirst;
        }

        var leading = filtered.Distinct(StringComparer.Ordinal).ToList();
        var keys = new List<(Comparison<StoredMessage>, bool)>();
        var names = text.Split(',', StringSplitOptions.TrimEntries);
        for (var i = 0; i < names.Length; i++)
        {
            var parts = names[i].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length is 0 or > 2 || (parts.Length == 2 && parts[1].ToLowerInvariant() is not ("asc" or "desc")))
            {
                throw GraphRefusalException.BadRequest($"The $orderby expression '{text}' is not valid.");
            }

            // user-list-messages, "Using filter and orderby in the same query".
            if (leading.Count > 0 && (i >= leading.Count || leading[i] != parts[0]))
            {
                throw new GraphRefusalException(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
            }

            keys.Add((Key(parts[0]), parts.Length == 2 && string.Equals(parts[1], "desc", StringComparison.OrdinalIgnoreCase)));
        }

        return new MessageOrder(keys);
    }

    public int Compare(StoredMessage? x, StoredMessage? y)
    {
        foreach (var (compare, descending) in keys)
        {
            var order = compare(x!, y!);
            if (order != 0)
            {
                return descending ? -order : order;
            }
        }

        return keys[0].Descending ? y!.Number.CompareTo(x!.Number) : x!.Number.CompareTo(y!.Number);
    }

    private static Comparison<StoredMessage> Key(string property) => property switch
    {
        "receivedDateTime" => (a, b) => a.Received.CompareTo(b.Received),
        "sentDateTime" => (a, b) => a.Sent.CompareTo(b.Sent),
        "createdDateTime" => (a, b) => a.Created.CompareTo(b.Created),
        "lastModifiedDateTime" => (a, b) => a.Modified.CompareTo(b.Modified),
        "subject" => (a, b) => string.Compare(a.Facts.Subject, b.Facts.Subject, StringComparison.OrdinalIgnoreCase),
        "importance" => (a, b) => Rank(a).CompareTo(Rank(b)),
        "isRead" => (a, b) => a.IsRead.CompareTo(b.IsRead),
        "isDraft" => (a, b) => a.IsDraft.CompareTo(b.IsDraft),
        "hasAttachments" => (a, b) => a.HasShownAttachments.CompareTo(b.HasShownAttachments),
        "from/emailAddress/address" => (a, b) => string.Compare(From(a), From(b), StringComparison.OrdinalIgnoreCase),
        _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{property}' that can be ordered by."),
    };

    private static int Rank(StoredMessage message) => message.Importance switch { "low" => 0, "high" => 2, _ => 1 };

    private static string? From(StoredMessage message) => message.Facts.From is [var from, ..] ? from.Address : null;
}
