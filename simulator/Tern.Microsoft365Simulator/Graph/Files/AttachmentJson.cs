using System.Text.Json;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Files;

/// <summary>Attachments as Graph writes them (resources/fileattachment, itemattachment, referenceattachment).</summary>
internal static class AttachmentJson
{
    private static readonly string[] Names =
        ["id", "lastModifiedDateTime", "name", "contentType", "size", "isInline", "contentId", "contentLocation", "contentBytes"];

    /// <summary>$select, held to what an attachment has; with or without the type before the name.</summary>
    internal static IReadOnlySet<string>? Select(string? list)
    {
        var select = list is null ? null : Listing.Selection.Read(list.Replace("microsoft.graph.fileAttachment/", string.Empty, StringComparison.OrdinalIgnoreCase));
        Listing.Selection.Check(select, "attachment", Names);
        return select?.Contains("*") == true ? null : select;
    }

    internal static void Write(
        Utf8JsonWriter json, GraphCall call, StoredMessage message, AttachedFile file, IReadOnlySet<string>? select, bool expandsItem)
    {
        json.WriteStartObject();
        WriteProperties(json, call, message, file, select, expandsItem);
        json.WriteEndObject();
    }

    internal static void WriteProperties(
        Utf8JsonWriter json, GraphCall call, StoredMessage message, AttachedFile file, IReadOnlySet<string>? select, bool expandsItem)
    {
        bool Wants(string name) => select?.Contains(name) != false;

        json.WriteString("@odata.type", file.Kind switch
        {
            AttachmentKind.Item => "#microsoft.graph.itemAttachment",
            AttachmentKind.Reference => "#microsoft.graph.referenceAttachment",
            _ => "#microsoft.graph.fileAttachment",
        });
        if (file.Kind == AttachmentKind.File)
        {
            json.WriteString("@odata.mediaContentType", file.ContentType);
        }

        json.WriteString("id", call.Ids.Attachment(call.Mailbox, message.Number, file.Number));
        foreach (var (name, value) in new (string, string?)[]
        {
            ("lastModifiedDateTime", GraphTime.Write(message.Modified)),
            ("name", file.Name),
            ("contentType", file.Kind == AttachmentKind.File ? file.ContentType : null),
        })
        {
            if (Wants(name))
            {
                json.WriteString(name, value);
            }
        }

        if (Wants("size"))
        {
            // The size shown is the encoded one, not the file's exact length.
            json.WriteNumber("size", file.Content.Length * 4L / 3);
        }

        if (Wants("isInline"))
        {
            json.WriteBoolean("isInline", file.IsInline);
        }

        WriteContent(json, file, Wants);
        if (file.Kind == AttachmentKind.Item && expandsItem)
        {
            WriteItem(json, call, file);
        }
    }

    private static void WriteContent(Utf8JsonWriter json, AttachedFile file, Func<string, bool> wants)
    {
        if (file.Kind != AttachmentKind.File)
        {
            return;
        }

        if (wants("contentId"))
        {
            json.WriteString("contentId", file.ContentId);
        }

        if (wants("contentLocation"))
        {
            json.WriteString("contentLocation", file.ContentLocation);
        }

        if (wants("contentBytes"))
        {
            json.WriteBase64String("contentBytes", file.Content);
        }
    }

    // The mail inside has no id of its own (attachment-get, "expand").
    private static void WriteItem(Utf8JsonWriter json, GraphCall call, AttachedFile file)
    {
        var facts = MessageFacts.Read(file.Content);
        var (type, content) = MessageBody.Of(MessageFacts.Parse(file.Content), call.Prefers);
        json.WriteStartObject("item");
        json.WriteString("@odata.type", "#microsoft.graph.message");
        json.WriteString("id", string.Empty);
        json.WriteString("subject", facts.Subject);
        json.WriteString("internetMessageId", facts.InternetMessageId);
        json.WriteString("sentDateTime", facts.Date is { } sent ? GraphTime.Write(sent) : null);
        json.WriteString("receivedDateTime", facts.Date is { } received ? GraphTime.Write(received) : null);
        json.WriteBoolean("hasAttachments", facts.HasAttachments);
        json.WriteString("bodyPreview", facts.Preview);
        json.WriteStartObject("body");
        json.WriteString("contentType", type);
        json.WriteString("content", content);
        json.WriteEndObject();
        One(json, "from", facts.From);
        One(json, "sender", facts.Sender.Count > 0 ? facts.Sender : facts.From);
        Many(json, "toRecipients", facts.To);
        Many(json, "ccRecipients", facts.Cc);
        json.WriteEndObject();
    }

    private static void One(Utf8JsonWriter json, string name, IReadOnlyList<MailAddress> addresses)
    {
        if (addresses.Count > 0)
        {
            json.WritePropertyName(name);
            RecipientJson.Write(json, addresses[0]);
        }
    }

    private static void Many(Utf8JsonWriter json, string name, IReadOnlyList<MailAddress> addresses)
    {
        json.WritePropertyName(name);
        RecipientJson.Write(json, addresses);
    }
}
