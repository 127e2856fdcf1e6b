using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>A message as Graph writes it (resources/message). Body, headers and properties only where they are wanted.</summary>
internal static class MessageJson
{
    internal static JsonObject Write(GraphCall call, StoredMessage message, IReadOnlySet<string>? select)
    {
        var facts = message.Facts;
        var json = new JsonObject
        {
            ["@odata.etag"] = $"W/\"{ChangeKey(message)}\"",
            ["id"] = call.IdOf(message),
            ["createdDateTime"] = Time(message.Created),
            ["lastModifiedDateTime"] = Time(message.Modified),
            ["changeKey"] = ChangeKey(message),
            ["categories"] = new JsonArray([.. message.Categories.Select(c => (JsonNode)c)]),
            ["receivedDateTime"] = Time(message.Received),
            ["sentDateTime"] = Time(message.Sent),
            ["hasAttachments"] = facts.HasAttachments || message.Added.Exists(a => !a.IsInline),
            ["internetMessageId"] = facts.InternetMessageId,
            ["subject"] = facts.Subject,
            ["bodyPreview"] = facts.Preview,
            ["importance"] = message.Importance,
            ["parentFolderId"] = call.Ids.Folder(call.Mailbox, message.Folder),
            ["conversationId"] = message.ConversationId,
            ["conversationIndex"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(message.ConversationId.AsSpan(4, 16).ToString())),
            ["isDeliveryReceiptRequested"] = message.IsDraft ? false : null,
            ["isReadReceiptRequested"] = false,
            ["isRead"] = message.IsRead,
            ["isDraft"] = message.IsDraft,
            ["webLink"] = $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(call.IdOf(message))}",
            ["inferenceClassification"] = "focused",
        };
        WriteAddresses(json, facts);
        json["flag"] = new JsonObject { ["flagStatus"] = message.FlagStatus };
        WriteParts(call, json, message, select);
        return Selection.Apply(json, select);
    }

    internal static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    internal static string Etag(StoredMessage message) => $"W/\"{ChangeKey(message)}\"";

    private static void WriteAddresses(JsonObject json, MessageFacts facts)
    {
        var from = facts.From.Count > 0 ? Address(facts.From[0]) : null;
        json["sender"] = facts.Sender.Count > 0 ? Address(facts.Sender[0]) : from?.DeepClone();
        json["from"] = from;
        json["toRecipients"] = Addresses(facts.To);
        json["ccRecipients"] = Addresses(facts.Cc);
        json["bccRecipients"] = Addresses(facts.Bcc);
        json["replyTo"] = Addresses(facts.ReplyTo);
    }

    private static void WriteParts(GraphCall call, JsonObject json, StoredMessage message, IReadOnlySet<string>? select)
    {
        // Mail.ReadBasic tells everything but the content (permissions-reference).
        var basicOnly = !call.Caller.Permissions.Any(p => p.StartsWith("Mail.Read", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("Mail.ReadBasic", StringComparison.OrdinalIgnoreCase))
            && call.Caller.Permissions.Any(p => p.StartsWith("Mail.ReadBasic", StringComparison.OrdinalIgnoreCase));
        if (basicOnly)
        {
            json.Remove("bodyPreview");
        }
        else if (select is null || select.Contains("body") || select.Contains("uniqueBody"))
        {
            var (type, content) = MessageFacts.Body(message.RawBytes, call.PrefersText);
            json["body"] = new JsonObject { ["contentType"] = type, ["content"] = content };
            if (select?.Contains("uniqueBody") == true)
            {
                json["uniqueBody"] = json["body"]!.DeepClone();
            }
        }

        // Not returned for what the mailbox sent itself, as observed since 2022.
        if (select?.Contains("internetMessageHeaders") == true && call.Mailbox.FolderOf(message).WellKnownName != "sentitems")
        {
            var headers = MessageFacts.Parse(message.RawBytes).Headers;
            json["internetMessageHeaders"] = new JsonArray([.. headers.Select(h => (JsonNode)new JsonObject { ["name"] = h.Field, ["value"] = h.Value })]);
        }

        if (ExtendedProperties.Wanted(call) is { } ids)
        {
            json["singleValueExtendedProperties"] = ExtendedProperties.Write(message, ids);
            (select as HashSet<string>)?.Add("singleValueExtendedProperties");
        }
    }

    private static string ChangeKey(StoredMessage message)
    {
        var bytes = new byte[18];
        BinaryPrimitives.WriteInt64BigEndian(bytes, message.Number);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(12), message.Version);
        return "CQ" + Convert.ToBase64String(bytes);
    }

    private static JsonArray Addresses(IEnumerable<MailAddress> addresses) => new([.. addresses.Select(a => (JsonNode)Address(a))]);

    private static JsonObject Address(MailAddress address) =>
        new() { ["emailAddress"] = new JsonObject { ["name"] = address.Name, ["address"] = address.Address } };
}
