using System.Text.Json.Nodes;
using MimeKit;
using MimeKit.Utils;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Drafts;

/// <summary>Writes the JSON form of a message as MIME, and changes it there.</summary>
internal static class DraftContent
{
    private static readonly string[] InMime =
    [
        "subject", "body", "from", "sender", "replyTo", "toRecipients", "ccRecipients", "bccRecipients", "internetMessageHeaders", "importance",
        "isReadReceiptRequested", "isDeliveryReceiptRequested",
    ];

    internal static byte[] Create(GraphCall call, JsonObject body)
    {
        var message = New(call);
        Apply(call, message, body);
        return Finish(message);
    }

    /// <summary>An empty mail from the owner of the mailbox.</summary>
    internal static MimeMessage New(GraphCall call)
    {
        var message = new MimeMessage { Date = call.World.Now };
        message.Headers.Replace(HeaderId.MessageId, OutgoingMime.NewMessageId(call.World));
        message.From.Add(new MailboxAddress(call.Owner.DisplayName, call.Owner.Mail));
        message.Body = new TextPart("plain") { Text = string.Empty };
        return message;
    }

    internal static void Change(GraphCall call, StoredMessage message, JsonObject body)
    {
        // Only a header by itself is changed in place, so that a draft from MIME keeps its bytes.
        if (body.Text("internetMessageId") is { } id)
        {
            message.Rewrite(RawHeaders.Set(message.RawBytes, "Message-ID", MessageId(id)));
        }

        var isOnlyMark = !message.IsDraft;
        if (body.Any(p => InMime.Contains(p.Key, StringComparer.OrdinalIgnoreCase) && !(isOnlyMark && string.Equals(p.Key, "importance", StringComparison.OrdinalIgnoreCase))))
        {
            var mime = MessageFacts.Parse(message.RawBytes);
            Apply(call, mime, body);
            message.Rewrite(Finish(mime));
        }
    }

    internal static void Apply(GraphCall call, MimeMessage message, JsonObject body)
    {
        message.Subject = body.Text("subject") ?? message.Subject ?? string.Empty;
        if (body.Text("internetMessageId") is { } id)
        {
            message.Headers.Replace(HeaderId.MessageId, MessageId(id));
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
            var isHtml = content.OneOf("contentType", "html", "text") == "html";
            SetBody(message, new TextPart(isHtml ? "html" : "plain") { Text = content.Text("content") ?? string.Empty });
        }

        ApplyRequests(call, message, body);
        AddHeaders(call, message, body["internetMessageHeaders"] as JsonArray);
    }

    internal static byte[] Finish(MimeMessage message)
    {
        message.Prepare(EncodingConstraint.SevenBit);
        return OutgoingMime.Write(message);
    }

    // A new text takes the place of the old one; what is attached stays.
    private static void SetBody(MimeMessage message, TextPart text)
    {
        if (message.Body is Multipart multipart && multipart.ContentType.IsMimeType("multipart", "mixed") && multipart.Count > 0)
        {
            multipart[0] = text;
        }
        else
        {
            message.Body = text;
        }
    }

    private static void ApplyRequests(GraphCall call, MimeMessage message, JsonObject body)
    {
        if (body.OneOf("importance", "low", "normal", "high") is { } importance)
        {
            message.Importance = importance switch { "low" => MessageImportance.Low, "high" => MessageImportance.High, _ => MessageImportance.Normal };
        }

        // RFC 8098 §2.1; Return-Receipt-To is what Exchange writes for the other one.
        Ask("isReadReceiptRequested", "Disposition-Notification-To");
        Ask("isDeliveryReceiptRequested", "Return-Receipt-To");

        void Ask(string name, string header)
        {
            if (body.Flag(name) is { } asked)
            {
                message.Headers.RemoveAll(header);
                if (asked)
                {
                    message.Headers.Add(header, $"<{call.Owner.Mail}>");
                }
            }
        }
    }

    private static void AddHeaders(GraphCall call, MimeMessage message, JsonArray? headers)
    {
        if (headers?.Count > call.World.Settings.MostMessageHeaders)
        {
            throw new GraphRefusalException(400, "InvalidInternetMessageHeaderCollection", $"Maximum number of headers in one message should be less than or equal to {call.World.Settings.MostMessageHeaders}.");
        }

        foreach (var header in headers?.OfType<JsonObject>() ?? [])
        {
            var name = header.Text("name") ?? string.Empty;
            if (!name.StartsWith("x-", StringComparison.OrdinalIgnoreCase))
            {
                throw new GraphRefusalException(400, "InvalidInternetMessageHeader", $"The internet message header name '{name}' should start with 'x-' or 'X-'.");
            }

            var value = header.Text("value") ?? string.Empty;
            if (!HeaderText.IsName(name) || !HeaderText.IsOneLine(value))
            {
                throw new GraphRefusalException(400, "InvalidInternetMessageHeader", $"The internet message header '{name}' has characters that a header cannot have.");
            }

            message.Headers.Replace(name, value);
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
            list.Add(Recipient(address?.Text("name"), address?.Text("address") ?? string.Empty));
        }
    }

    // A draft may name anything, and only the send refuses it: what is no address stands in quotes, as one without a domain (RFC 5322 §3.4.1).
    // An addr-spec in angle brackets is a mailbox written out, not an address.
    internal static MailboxAddress Recipient(string? name, string address) => MailboxAddress.TryParse(address, out var known) && string.IsNullOrEmpty(known.Name) && !address.Contains('<', StringComparison.Ordinal)
        ? new MailboxAddress(name, known.Address)
        : new MailboxAddress(name, MimeUtils.Quote(string.Concat(address.Where(c => !char.IsControl(c)))));

    private static string MessageId(string id) => HeaderText.IsOneLine(id)
        ? id
        : throw new GraphRefusalException(400, "ErrorInvalidParameter", "The internetMessageId has to be one line.");
}
