using System.Text.Json.Nodes;
using MimeKit;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>Writes the JSON form of a draft as MIME, and changes it there.</summary>
internal static class DraftContent
{
    internal static byte[] Create(World world, User owner, JsonObject body)
    {
        var message = new MimeMessage { Date = world.Now };
        message.Headers.Replace(HeaderId.MessageId, OutgoingMime.NewMessageId(world));
        message.From.Add(new MailboxAddress(owner.DisplayName, owner.Mail));
        message.Body = new TextPart("plain") { Text = string.Empty };
        Apply(message, body);
        return Finish(message);
    }

    internal static void Change(World world, StoredMessage draft, JsonObject body)
    {
        // Only a header by itself is changed in place, so that a draft from MIME keeps its bytes.
        if (body.Text("internetMessageId") is { } id)
        {
            draft.RawBytes = RawHeaders.Set(draft.RawBytes, "Message-ID", id);
        }

        if (body.Any(p => p.Key is "subject" or "body" or "from" or "replyTo" or "toRecipients" or "ccRecipients" or "bccRecipients" or "internetMessageHeaders"))
        {
            var message = MessageFacts.Parse(draft.RawBytes);
            Apply(message, body);
            draft.RawBytes = Finish(message);
        }

        draft.ConversationId = draft.ConversationId.Length > 0 ? draft.ConversationId : world.Identifier("conversation", draft.Number);
    }

    private static void Apply(MimeMessage message, JsonObject body)
    {
        message.Subject = body.Text("subject") ?? message.Subject ?? string.Empty;
        if (body.Text("internetMessageId") is { } id)
        {
            message.Headers.Replace(HeaderId.MessageId, id);
        }

        Replace(message.To, body["toRecipients"]);
        Replace(message.Cc, body["ccRecipients"]);
        Replace(message.Bcc, body["bccRecipients"]);
        Replace(message.ReplyTo, body["replyTo"]);
        if (body["from"] is JsonObject from)
        {
            Replace(message.From, new JsonArray(from.DeepClone()));
        }

        if (body["body"] is JsonObject content)
        {
            var isHtml = string.Equals(content.Text("contentType"), "html", StringComparison.OrdinalIgnoreCase);
            message.Body = new TextPart(isHtml ? "html" : "plain") { Text = content.Text("content") ?? string.Empty };
        }

        AddHeaders(message, body["internetMessageHeaders"] as JsonArray);
    }

    private static void AddHeaders(MimeMessage message, JsonArray? headers)
    {
        foreach (var header in headers?.OfType<JsonObject>() ?? [])
        {
            var name = header.Text("name") ?? string.Empty;
            if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                throw new GraphRefusalException(400, "InvalidInternetMessageHeader", $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
            }

            message.Headers.Replace(name, header.Text("value") ?? string.Empty);
        }
    }

    private static void Replace(InternetAddressList list, JsonNode? recipients)
    {
        if (recipients is not JsonArray array)
        {
            return;
        }

        list.Clear();
        foreach (var recipient in array.OfType<JsonObject>())
        {
            var address = recipient["emailAddress"] as JsonObject;
            list.Add(new MailboxAddress(address?.Text("name"), address?.Text("address") ?? string.Empty));
        }
    }

    private static byte[] Finish(MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        return OutgoingMime.Write(message);
    }
}
