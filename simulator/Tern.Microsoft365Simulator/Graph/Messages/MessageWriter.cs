using System.Buffers.Binary;
using System.Text.Json;
using MimeKit;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>
/// Writes messages as Graph shows them (resources/message). The MIME is read only when a body or headers are wanted, so
/// that rows of a list cost little.
/// </summary>
internal sealed class MessageWriter(GraphCall call, MessageShape shape)
{
    internal static readonly JsonEncodedText Message = JsonEncodedText.Encode("#microsoft.graph.message");
    private static readonly JsonEncodedText EventMessage = JsonEncodedText.Encode("#microsoft.graph.eventMessage");

    // Mail.ReadBasic tells everything but the content (permissions-reference).
    private readonly bool _basicOnly = IsBasicOnly(call.Caller);

    /// <summary>One message as the whole answer.</summary>
    internal static SimulatedResponse Single(GraphCall call, int status, StoredMessage message, MessageShape? shape = null) => call.Json(status, (shape ?? MessageShape.Default).Honours, json =>
    {
        json.WriteString("@odata.context", $"{call.Root}/$metadata#users('{call.Owner.Id}')/messages/$entity");
        new MessageWriter(call, shape ?? MessageShape.Default).WriteProperties(json, message, withType: false);
    });

    internal void WriteProperties(Utf8JsonWriter json, StoredMessage message, bool withType)
    {
        var isEvent = message.Facts.MessageClass.StartsWith(MessageClass.MeetingPrefix, StringComparison.Ordinal);
        if (isEvent || withType)
        {
            json.WriteString("@odata.type"u8, isEvent ? EventMessage : Message);
        }

        json.WriteString("@odata.etag"u8, Etag(message));
        var id = call.IdOf(message);
        json.WriteString("id"u8, id);
        WriteMarks(json, message, id);
        var mime = NeedsMime(message) ? MessageFacts.Parse(message.RawBytes) : null;
        WriteBody(json, message, mime);
        WriteAddresses(json, message.Facts);
        if (Wants(json, MessageProperty.Flag))
        {
            FlagJson.Write(json, message);
        }

        if (isEvent)
        {
            EventMessageJson.Write(json, call, shape, message);
        }

        WriteExtras(json, message, mime);
    }

    internal static string Etag(StoredMessage message) => $"W/\"{ChangeKey(message)}\"";

    // Plain text is read straight from the bytes.
    private bool NeedsMime(StoredMessage message) => !_basicOnly
        && (shape.Has(MessageProperty.InternetMessageHeaders)
            || ((shape.Has(MessageProperty.Body) || shape.Has(MessageProperty.UniqueBody)) && !message.Facts.IsPlain));

    internal static bool IsBasicOnly(GraphCaller caller) =>
        caller.Permissions.Any(p => p.StartsWith("Mail.ReadBasic", StringComparison.OrdinalIgnoreCase))
        && !caller.Permissions.Any(p => p.StartsWith("Mail.Read", StringComparison.OrdinalIgnoreCase) && !p.StartsWith("Mail.ReadBasic", StringComparison.OrdinalIgnoreCase));

    private bool Wants(Utf8JsonWriter json, MessageProperty property)
    {
        if (!shape.Has(property))
        {
            return false;
        }

        json.WritePropertyName(MessageShape.Names[(int)property]);
        return true;
    }

    private void Text(Utf8JsonWriter json, MessageProperty property, string? value)
    {
        if (Wants(json, property))
        {
            json.WriteStringValue(value);
        }
    }

    private void Time(Utf8JsonWriter json, MessageProperty property, DateTimeOffset value)
    {
        if (Wants(json, property))
        {
            json.WriteStringValue(GraphTime.Write(value));
        }
    }

    private void Flag(Utf8JsonWriter json, MessageProperty property, bool? value)
    {
        if (Wants(json, property))
        {
            if (value is { } known)
            {
                json.WriteBooleanValue(known);
            }
            else
            {
                json.WriteNullValue();
            }
        }
    }

    internal void WriteMarks(Utf8JsonWriter json, StoredMessage message, string id)
    {
        var facts = message.Facts;
        Time(json, MessageProperty.CreatedDateTime, message.Created);
        Time(json, MessageProperty.LastModifiedDateTime, message.Modified);
        Text(json, MessageProperty.ChangeKey, shape.Has(MessageProperty.ChangeKey) ? ChangeKey(message) : null);
        if (Wants(json, MessageProperty.Categories))
        {
            json.WriteStartArray();
            foreach (var category in message.Categories)
            {
                json.WriteStringValue(category);
            }

            json.WriteEndArray();
        }

        Time(json, MessageProperty.ReceivedDateTime, message.Received);
        Time(json, MessageProperty.SentDateTime, message.Sent);
        Flag(json, MessageProperty.HasAttachments, message.HasShownAttachments);
        Text(json, MessageProperty.InternetMessageId, facts.InternetMessageId);
        Text(json, MessageProperty.Subject, facts.Subject);
        if (!_basicOnly)
        {
            Text(json, MessageProperty.BodyPreview, facts.Preview);
        }

        Text(json, MessageProperty.Importance, message.Importance);
        Text(json, MessageProperty.ParentFolderId, shape.Has(MessageProperty.ParentFolderId) ? call.FolderId(message.Folder) : null);
        Text(json, MessageProperty.ConversationId, message.ConversationId);
        Text(json, MessageProperty.ConversationIndex, shape.Has(MessageProperty.ConversationIndex) ? Conversation.Index(message) : null);
        Flag(json, MessageProperty.IsDeliveryReceiptRequested, message.IsDraft || facts.WantsDeliveryReceipt ? facts.WantsDeliveryReceipt : null);
        Flag(json, MessageProperty.IsReadReceiptRequested, facts.WantsReadReceipt);
        Flag(json, MessageProperty.IsRead, message.IsRead);
        Flag(json, MessageProperty.IsDraft, message.IsDraft);
        Text(json, MessageProperty.WebLink, shape.Has(MessageProperty.WebLink) ? $"https://outlook.office365.com/owa/?ItemID={Uri.EscapeDataString(id)}&exvsurl=1&viewmodel=ReadMessageItem" : null);
        Text(json, MessageProperty.InferenceClassification, message.InferenceClassification);
    }

    private void WriteBody(Utf8JsonWriter json, StoredMessage message, MimeMessage? mime)
    {
        if (_basicOnly)
        {
            return;
        }

        if (Wants(json, MessageProperty.Body))
        {
            var (type, content) = MessageBody.Of(message, mime, call.Prefers);
            json.WriteStartObject();
            json.WriteString("contentType"u8, type);
            json.WriteString("content"u8, content);
            json.WriteEndObject();
        }

        if (Wants(json, MessageProperty.UniqueBody))
        {
            var (type, content) = MessageBody.UniqueOf(message, mime, call.Prefers);
            json.WriteStartObject();
            json.WriteString("contentType"u8, type);
            json.WriteString("content"u8, content);
            json.WriteEndObject();
        }

        // Not returned for what the mailbox sent itself, as observed since 2022.
        if (shape.Has(MessageProperty.InternetMessageHeaders) && call.Mailbox.FolderOf(message).WellKnownName != "sentitems")
        {
            Wants(json, MessageProperty.InternetMessageHeaders);
            json.WriteStartArray();
            foreach (var header in mime!.Headers)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, header.Field);
                json.WriteString("value"u8, header.Value);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    private void WriteAddresses(Utf8JsonWriter json, MessageFacts facts)
    {
        var from = facts.From.Count > 0 ? facts.From[0] : null;
        One(json, MessageProperty.Sender, facts.Sender.Count > 0 ? facts.Sender[0] : from);
        One(json, MessageProperty.From, from);
        Many(json, MessageProperty.ToRecipients, facts.To);
        Many(json, MessageProperty.CcRecipients, facts.Cc);
        Many(json, MessageProperty.BccRecipients, facts.Bcc);
        Many(json, MessageProperty.ReplyTo, facts.ReplyTo);
    }

    private void One(Utf8JsonWriter json, MessageProperty property, MailAddress? address)
    {
        if (Wants(json, property))
        {
            RecipientJson.Write(json, address);
        }
    }

    private void Many(Utf8JsonWriter json, MessageProperty property, IReadOnlyList<MailAddress> addresses)
    {
        if (Wants(json, property))
        {
            RecipientJson.Write(json, addresses);
        }
    }

    private void WriteExtras(Utf8JsonWriter json, StoredMessage message, MimeMessage? mime)
    {
        if (shape.ExtendedProperties is { } ids)
        {
            ExtendedProperties.Write(json, call, message, ids);
        }

        if (shape.WithAttachments && !_basicOnly)
        {
            json.WriteStartArray("attachments"u8);
            foreach (var file in AttachedFiles.All(message, mime))
            {
                AttachmentJson.Write(json, call, message, file, shape.AttachmentSelect, shape.ExpandsItems);
            }

            json.WriteEndArray();
        }
    }

    private static string ChangeKey(StoredMessage message)
    {
        Span<byte> bytes = stackalloc byte[18];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, message.Number);
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], message.Version);
        return "CQ" + Convert.ToBase64String(bytes);
    }
}
