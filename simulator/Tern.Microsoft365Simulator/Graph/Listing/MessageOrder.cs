using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>$orderby, with the rule that its properties must lead in $filter when both are given.</summary>
internal sealed record MessageOrder(string Property, bool Descending)
{
    internal static MessageOrder Read(string? text, MessageFilter filter)
    {
        if (text is null)
        {
            return new MessageOrder("receivedDateTime", Descending: true);
        }

        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is 0 or > 2 || text.Contains(',') || Key(parts[0]) is null)
        {
            throw GraphRefusalException.BadRequest($"The $orderby expression '{text}' is not supported here.");
        }

        // user-list-messages, "Using filter and orderby in the same query".
        if (filter.Properties.Count > 0 && filter.Properties[0] != parts[0])
        {
            throw new GraphRefusalException(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }

        return new MessageOrder(parts[0], parts.Length == 2 && string.Equals(parts[1], "desc", StringComparison.OrdinalIgnoreCase));
    }

    internal IEnumerable<StoredMessage> Apply(IEnumerable<StoredMessage> messages)
    {
        var key = Key(Property)!;
        return Descending
            ? messages.OrderByDescending(key, Comparer<object>.Default).ThenByDescending(m => m.Number)
            : messages.OrderBy(key, Comparer<object>.Default).ThenBy(m => m.Number);
    }

    private static Func<StoredMessage, object>? Key(string property) => property switch
    {
        "receivedDateTime" => m => m.Received,
        "sentDateTime" => m => m.Sent,
        "createdDateTime" => m => m.Created,
        "lastModifiedDateTime" => m => m.Modified,
        "subject" => m => m.Facts.Subject,
        _ => null,
    };
}
