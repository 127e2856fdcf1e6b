using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>MAPI properties on a message: set, shown with $expand, found with $filter (singlevaluelegacyextendedproperty).</summary>
internal static partial class ExtendedProperties
{
    // The tags of headers that Exchange keeps as properties of its own (MS-OXCMAIL §2.1.3).
    private const string MessageIdTag = "String 0x1035";
    private const string InReplyToTag = "String 0x1042";
    private const string ReferencesTag = "String 0x1039";

    /// <summary>The ids asked for with $expand; null when it was not asked.</summary>
    internal static IReadOnlyList<string>? Wanted(GraphCall call) =>
        call.Query["$expand"] is { } expand && expand.Contains("singleValueExtendedProperties", StringComparison.OrdinalIgnoreCase)
            ? [.. WantedId().Matches(expand).Select(m => m.Groups["id"].Value.Replace("''", "'"))]
            : null;

    internal static JsonArray Write(StoredMessage message, IEnumerable<string> ids) =>
        new([.. ids
            .Select(id => (Id: id, Value: Read(message, id)))
            .Where(p => p.Value is not null)
            .Select(p => (JsonNode)new JsonObject { ["id"] = p.Id, ["value"] = p.Value })]);

    internal static string? Read(StoredMessage message, string id)
    {
        if (message.ExtendedProperties.TryGetValue(id, out var value))
        {
            return value;
        }

        return id.ToUpperInvariant() switch
        {
            "STRING 0X1035" => message.Facts.InternetMessageId,
            "STRING 0X1042" => message.Facts.InReplyTo,
            "STRING 0X1039" => message.Facts.References.Count == 0 ? null : string.Join(' ', message.Facts.References),
            // The message class; reports have one of their own in the store.
            "STRING 0X001A" => "IPM.Note",
            _ => null,
        };
    }

    /// <summary>Takes over the properties of a body. Tags that are headers change the draft itself.</summary>
    internal static void Set(StoredMessage message, JsonObject body)
    {
        if (body["singleValueExtendedProperties"] is not JsonArray properties)
        {
            return;
        }

        foreach (var property in properties.OfType<JsonObject>())
        {
            var (id, value) = (property.Text("id"), property.Text("value"));
            if (id is null || value is null || !Form().IsMatch(id))
            {
                throw new GraphRefusalException(400, "ErrorInvalidPropertyRequest", "An extended property needs an id such as 'String {guid} Name name' and a value.");
            }

            var header = id switch
            {
                MessageIdTag => "Message-ID",
                InReplyToTag => "In-Reply-To",
                ReferencesTag => "References",
                _ => null,
            };
            if (header is not null && message.IsDraft)
            {
                message.RawBytes = RawHeaders.Set(message.RawBytes, header, value);
            }

            message.ExtendedProperties[id] = value;
        }
    }

    [GeneratedRegex(@"\bid\s+eq\s+'(?<id>(?:[^']|'')*)'", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WantedId();

    [GeneratedRegex(@"^(String|Integer|Boolean|SystemTime|Long|Double|CLSID|Binary) (0x[0-9A-F]{1,4}|\{[0-9A-F-]{36}\} (Name .+|Id 0x[0-9A-F]+))$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
