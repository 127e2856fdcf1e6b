using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.Graph.Listing;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>MAPI properties on a message: set, shown with $expand, found with $filter (singlevaluelegacyextendedproperty).</summary>
internal static partial class ExtendedProperties
{
    internal static IReadOnlyList<string> Wanted(ExpandItem item)
    {
        // Without a filter nothing comes back but a refusal: there is no "all of them" (singlevaluelegacyextendedproperty-get).
        if (item.Options is not [("$filter", var filter)] || WantedIds().Match(filter) is not { Success: true } match)
        {
            throw GraphRefusalException.BadRequest("$expand=singleValueExtendedProperties needs a $filter on id and nothing else: id eq '…' or id eq '…'.");
        }

        var ids = match.Groups["id"].Captures.Select(c => c.Value.Replace("''", "'")).ToList();
        return ids.Find(id => !IsId(id)) is { } wrong ? throw GraphRefusalException.BadRequest($"'{wrong}' is no id of an extended property.") : ids;
    }

    internal static void Write(Utf8JsonWriter json, GraphCall call, StoredMessage message, IReadOnlyList<string> ids)
    {
        var held = ids.Select(id => (Id: id, Value: Read(call.Mailbox, message, id))).Where(p => p.Value is not null).ToList();
        if (held.Count == 0)
        {
            return;
        }

        json.WriteStartArray("singleValueExtendedProperties"u8);
        foreach (var (id, value) in held)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, id);
            json.WriteString("value"u8, value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static bool IsId(string text) => Form().IsMatch(text);

    /// <summary>What was set; else what the message itself says, for the tags that Exchange fills from it (MS-OXPROPS).</summary>
    internal static string? Read(Mailbox mailbox, StoredMessage message, string id)
    {
        if (message.ExtendedProperties.TryGetValue(id, out var value))
        {
            return value;
        }

        var facts = message.Facts;
        return id.ToUpperInvariant() switch
        {
            "STRING 0X1035" => facts.InternetMessageId,
            "STRING 0X1042" => facts.InReplyTo,
            "STRING 0X1039" => facts.References.Count == 0 ? null : string.Join(' ', facts.References),
            // Transport headers come with the transport: what was never delivered has none.
            "STRING 0X007D" or "STRING 0X7D" => message.IsDraft || mailbox.FolderOf(message).WellKnownName == "sentitems" ? null : Headers(message),
            "STRING 0X001A" or "STRING 0X1A" => facts.MessageClass,
            "STRING 0X0037" or "STRING 0X37" => facts.Subject,
            "STRING 0X0C1F" => facts.From is [var from, ..] ? from.Address : null,
            "INTEGER 0X0E07" => Flags(message).ToString(CultureInfo.InvariantCulture),
            "INTEGER 0X0E08" => message.Raw.Length.ToString(CultureInfo.InvariantCulture),
            "INTEGER 0X0017" or "INTEGER 0X17" => message.Importance switch { "low" => "0", "high" => "2", _ => "1" },
            _ => null,
        };
    }

    /// <summary>Takes over the properties of a body. Tags that are headers change the draft itself (MS-OXCMAIL §2.1.3).</summary>
    internal static void Set(World world, StoredMessage message, JsonObject body)
    {
        if (body["singleValueExtendedProperties"] is not JsonArray properties)
        {
            return;
        }

        foreach (var property in properties.OfType<JsonObject>())
        {
            var (id, value) = (property.Text("id"), property.Text("value"));
            if (id is null || value is null || !Form().IsMatch(id) || !Fits(id, value))
            {
                throw new GraphRefusalException(400, "ErrorInvalidPropertyRequest", "An extended property needs an id such as 'String {guid} Name name' and a value of its type.");
            }

            var header = id.ToUpperInvariant() switch
            {
                "STRING 0X1035" => "Message-ID",
                "STRING 0X1042" => "In-Reply-To",
                "STRING 0X1039" => "References",
                _ => null,
            };
            if (header is not null && !HeaderText.IsOneLine(value))
            {
                throw new GraphRefusalException(400, "ErrorInvalidPropertyRequest", $"The value of '{id}' is that of a header and has to be one line.");
            }

            if (header is not null && message.IsDraft && (header == "Message-ID" || world.Settings.ThreadingPropertiesLeave))
            {
                message.Rewrite(RawHeaders.Set(message.RawBytes, header, value));
            }

            message.SetProperty(id, value);
        }
    }

    private static bool Fits(string id, string value) => id.Split(' ')[0].ToUpperInvariant() switch
    {
        "INTEGER" or "LONG" or "SHORT" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "BOOLEAN" => bool.TryParse(value, out _),
        "DOUBLE" or "FLOAT" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "SYSTEMTIME" => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        "CLSID" => Guid.TryParse(value, out _),
        _ => true,
    };

    // PidTagMessageFlags: read 1, submitted 4, unsent 8, has attachments 16.
    private static int Flags(StoredMessage message) =>
        (message.IsRead ? 1 : 0) | (message.IsSubmitted && message.IsDraft ? 4 : 0) | (message.IsDraft ? 8 : 0) | (message.HasShownAttachments ? 16 : 0);

    private static string Headers(StoredMessage message)
    {
        var text = Encoding.Latin1.GetString(message.RawBytes);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? text : text[..(end + 2)];
    }

    [GeneratedRegex(@"^\s*(?:\(\s*)?id\s+eq\s+'(?<id>(?:[^']|'')*)'(?:\s*\))?(?:\s+or\s+(?:\(\s*)?id\s+eq\s+'(?<id>(?:[^']|'')*)'(?:\s*\))?)*\s*$", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WantedIds();

    [GeneratedRegex(@"^(String|Integer|Short|Boolean|SystemTime|Long|Double|Float|CLSID|Binary) (0x[0-9A-F]{1,4}|\{[0-9A-F-]{36}\} (Name .+|Id 0x[0-9A-F]+))$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
