using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>
/// $search on messages (search-query-parameter): words and property:value pairs of KQL with AND, OR and NOT, over what
/// the index knows already. Newest first by date sent, at most 1,000.
/// </summary>
internal sealed class MessageSearch
{
    internal const int LargestResult = 1000;
    private readonly List<List<(Predicate<StoredMessage> Holds, bool Denied)>> _alternatives = [[]];
    private readonly TimeSpan _lag;
    private readonly DateTimeOffset _now;

    private MessageSearch(GraphCall call, string text)
    {
        (_now, _lag) = (call.World.Now, call.World.Settings.SearchIndexLag);
        var denied = false;
        foreach (var word in Words(text))
        {
            switch (word)
            {
                case "OR":
                    _alternatives.Add([]);
                    break;
                case "AND":
                    break;
                case "NOT":
                    denied = true;
                    break;
                default:
                    _alternatives[^1].Add((Condition(word), denied));
                    denied = false;
                    break;
            }
        }
    }

    internal static MessageSearch? Read(GraphCall call)
    {
        if (call.Query["$search"] is not { } text)
        {
            return null;
        }

        // "Does not include permissions to search messages" (permissions-reference).
        if (MessageWriter.IsBasicOnly(call.Caller))
        {
            throw GraphRefusalException.AccessDenied();
        }

        if (call.Query["$filter"] is not null)
        {
            throw new GraphRefusalException(400, "SearchWithFilter", "The query parameter '$filter' is not supported with '$search'.");
        }

        if (call.Query["$orderby"] is not null)
        {
            throw new GraphRefusalException(400, "SearchWithOrderBy", "The query parameter '$orderBy' is not supported with '$search'.");
        }

        return new MessageSearch(call, text.Trim() is ['"', .. var inside, '"'] ? inside.Replace("\\\"", "\"") : text);
    }

    /// <summary>The index is written some while after the mail has come.</summary>
    internal bool Matches(StoredMessage message) =>
        message.Created + _lag <= _now && _alternatives.Exists(all => all.TrueForAll(c => c.Holds(message) != c.Denied));

    private static Predicate<StoredMessage> Condition(string word)
    {
        var parts = word.Split(':', 2);
        if (parts.Length == 1)
        {
            return m => Has(m.Facts.Subject, word) || Has(Body(m), word) || Any(m.Facts.From, word);
        }

        var value = parts[1].Trim('"');
        return parts[0].ToLowerInvariant() switch
        {
            "subject" => m => Has(m.Facts.Subject, value),
            "body" => m => Has(Body(m), value),
            "from" => m => Any(m.Facts.From, value),
            "to" => m => Any(m.Facts.To, value),
            "cc" => m => Any(m.Facts.Cc, value),
            "bcc" => m => Any(m.Facts.Bcc, value),
            "recipients" => m => Any(m.Facts.Recipients, value),
            "participants" => m => Any(m.Facts.Recipients.Concat(m.Facts.From), value),
            "attachment" => m => Files.AttachedFiles.All(m).Any(a => Has(a.Name, value)),
            "hasattachment" => m => m.HasShownAttachments == (value is "true" or "1"),
            "importance" => m => string.Equals(m.Importance, value, StringComparison.OrdinalIgnoreCase),
            "received" => OnDay(value, m => m.Received),
            "sent" => OnDay(value, m => m.Sent),
            _ => throw GraphRefusalException.BadRequest($"Syntax error: '{parts[0]}' is not a searchable property."),
        };
    }

    private static Predicate<StoredMessage> OnDay(string value, Func<StoredMessage, DateTimeOffset> read)
    {
        var operation = value.StartsWith(">=", StringComparison.Ordinal) ? "ge" : value.StartsWith("<=", StringComparison.Ordinal) ? "le" : value.StartsWith('>') ? "gt" : value.StartsWith('<') ? "lt" : "eq";
        var text = value.TrimStart('>', '<', '=');
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? m => FilterValue.Holds(new DateTimeOffset(read(m).UtcDateTime.Date, TimeSpan.Zero), operation, day)
            : throw GraphRefusalException.BadRequest($"Syntax error: '{value}' is no day.");
    }

    private static string Body(StoredMessage message) => MessageFacts.Body(message.RawBytes, preferText: true).Content;

    private static bool Any(IEnumerable<MailAddress> addresses, string value) => addresses.Any(a => Has(a.Address, value) || Has(a.Name, value));

    private static bool Has(string held, string value) => held.Contains(value, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        var quoted = false;
        foreach (var character in text + " ")
        {
            quoted ^= character == '"';
            if (character is ' ' && !quoted)
            {
                if (word.Length > 0)
                {
                    yield return word.ToString().Trim('"');
                    word.Clear();
                }
            }
            else
            {
                word.Append(character);
            }
        }
    }
}
