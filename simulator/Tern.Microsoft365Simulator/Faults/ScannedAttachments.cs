using System.Text.Json.Nodes;
using MimeKit;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>
/// Dynamic Delivery of Defender for Office 365: the text is there at once, the files come when they are found harmless. Until then a placeholder stands
/// in their place, wherever they are looked at.
/// </summary>
internal static class ScannedAttachments
{
    private const string Name = "ATP Scan In Progress.html";
    private static readonly byte[] Content = "<html>ATP Scan In Progress</html>"u8.ToArray();

    internal static bool AreAskedFor(SimulatedRequest request) =>
        RequestPath.Segments(request.RawPath) is [.., "attachments"] or [.., "attachments", _] or [.., "$value"]
        || FormFields.OfQuery(request)["$expand"]?.Contains("attachments", StringComparison.OrdinalIgnoreCase) == true;

    internal static SimulatedResponse Replace(FaultHit hit, SimulatedResponse truth) => hit.Segments switch
    {
        _ when truth.Status != 200 => truth,
        [.., "attachments", _, "$value"] => SimulatedResponse.Of(200, "text/html", Content),
        [.., "$value"] => truth with { Body = InMime(truth.Body.ToArray()) },
        [.., "attachments"] => FaultHit.ChangeList(truth, InList),
        [.., "attachments", _] => FaultHit.Change(truth, InAttachment),
        _ => FaultHit.Change(truth, InMessages),
    };

    private static void InMessages(JsonObject json)
    {
        foreach (var message in (json["value"] as JsonArray)?.OfType<JsonObject>() ?? [json])
        {
            InList(message["attachments"] as JsonArray ?? []);
        }
    }

    private static void InList(JsonArray attachments)
    {
        foreach (var attachment in attachments.OfType<JsonObject>())
        {
            InAttachment(attachment);
        }
    }

    private static void InAttachment(JsonObject attachment)
    {
        attachment["@odata.type"] = "#microsoft.graph.fileAttachment";
        attachment["name"] = Name;
        attachment["contentType"] = "text/html";
        attachment["contentBytes"] = Convert.ToBase64String(Content);
    }

    private static byte[] InMime(byte[] raw)
    {
        var message = MessageFacts.Parse(raw);
        foreach (var part in message.Attachments.OfType<MimePart>())
        {
            (part.ContentType.MediaType, part.ContentType.MediaSubtype, part.FileName) = ("text", "html", Name);
            (part.Content, part.ContentTransferEncoding) = (new MimeContent(new MemoryStream(Content)), ContentEncoding.Base64);
        }

        return OutgoingMime.Write(message);
    }
}
