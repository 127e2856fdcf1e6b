using System.Globalization;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Listing;

/// <summary>$filter on messages: comparisons joined by "and", as far as help desks need them. Anything else is refused, not ignored.</summary>
internal sealed partial class MessageFilter
{
    private readonly List<Predicate<StoredMessage>> _conditions = [];
    private readonly List<string> _properties = [];

    internal IReadOnlyList<string> Properties => _properties;

    internal static MessageFilter Read(string? text)
    {
        var filter = new MessageFilter();
        if (text is null)
        {
            return filter;
        }

        var rest = text.Trim();
        while (rest.Length > 0)
        {
            rest = filter.ReadOne(rest);
        }

        return filter;
    }

    internal bool Matches(StoredMessage message) => _conditions.TrueForAll(c => c(message));

    private string ReadOne(string rest)
    {
        if (Property().Match(rest) is { Success: true } property)
        {
            var (id, value) = (Unquote(property.Groups["id"].Value), Unquote(property.Groups["value"].Value));
            Add("singleValueExtendedProperties", m => ExtendedProperties.Read(m, id) == value);
            return rest[property.Length..];
        }

        var comparison = Comparison().Match(rest);
        if (!comparison.Success)
        {
            throw GraphRefusalException.BadRequest($"Invalid filter clause: '{rest}'.");
        }

        var (name, op, operand) = (comparison.Groups["name"].Value, comparison.Groups["op"].Value, comparison.Groups["value"].Value);
        Add(name, Condition(name, op, operand));
        return rest[comparison.Length..];
    }

    private void Add(string property, Predicate<StoredMessage> condition)
    {
        _properties.Add(property);
        _conditions.Add(condition);
    }

    private static Predicate<StoredMessage> Condition(string name, string op, string operand) => name switch
    {
        "receivedDateTime" => OnTime(m => m.Received, op, operand),
        "sentDateTime" => OnTime(m => m.Sent, op, operand),
        "createdDateTime" => OnTime(m => m.Created, op, operand),
        "lastModifiedDateTime" => OnTime(m => m.Modified, op, operand),
        "isRead" => OnText(m => m.IsRead ? "true" : "false", op, operand),
        "isDraft" => OnText(m => m.IsDraft ? "true" : "false", op, operand),
        "hasAttachments" => OnText(m => m.Facts.HasAttachments || m.Added.Count > 0 ? "true" : "false", op, operand),
        "internetMessageId" => OnText(m => m.Facts.InternetMessageId, op, Unquote(operand)),
        "conversationId" => OnText(m => m.ConversationId, op, Unquote(operand)),
        "subject" => OnText(m => m.Facts.Subject, op, Unquote(operand)),
        "from/emailAddress/address" => OnText(m => m.Facts.From is [var from, ..] ? from.Address.ToLowerInvariant() : null, op, Unquote(operand).ToLowerInvariant()),
        _ => throw GraphRefusalException.BadRequest($"Could not find a property named '{name}' that can be filtered by."),
    };

    private static Predicate<StoredMessage> OnText(Func<StoredMessage, string?> read, string op, string value) => op switch
    {
        "eq" => m => read(m) == value,
        "ne" => m => read(m) != value,
        _ => throw GraphRefusalException.BadRequest($"The operator '{op}' does not fit the property."),
    };

    private static Predicate<StoredMessage> OnTime(Func<StoredMessage, DateTimeOffset> read, string op, string operand)
    {
        var time = ReadTime(operand);
        return op switch
        {
            "eq" => m => read(m) == time,
            "ne" => m => read(m) != time,
            "ge" => m => read(m) >= time,
            "gt" => m => read(m) > time,
            "le" => m => read(m) <= time,
            _ => m => read(m) < time,
        };
    }

    internal static DateTimeOffset ReadTime(string text) =>
        DateTimeOffset.TryParse(text.Trim('\''), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw GraphRefusalException.BadRequest($"'{text}' is no date and time.");

    private static string Unquote(string text) =>
        text is ['\'', .. var inner, '\''] ? inner.Replace("''", "'") : text;

    [GeneratedRegex(@"^singleValueExtendedProperties/any\(\s*(?<v>\w+)\s*:\s*\k<v>/id\s+eq\s+(?<id>'(?:[^']|'')*')\s+and\s+\k<v>/value\s+eq\s+(?<value>'(?:[^']|'')*')\s*\)\s*(?:and\s+|$)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Property();

    [GeneratedRegex(@"^(?<name>[A-Za-z/]+)\s+(?<op>eq|ne|ge|gt|le|lt)\s+(?<value>'(?:[^']|'')*'|[^\s']+)\s*(?:and\s+|$)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comparison();
}
