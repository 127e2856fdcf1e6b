using MimeKit;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>PidTagMessageClass as Exchange gives it to mail that comes from outside (MS-OXCMAIL §2.2.3.2).</summary>
internal static class MessageClass
{
    internal const string Note = "IPM.Note";
    internal const string MeetingPrefix = "IPM.Schedule.Meeting.";

    internal static string Of(MimeMessage message) => message.Body switch
    {
        MultipartReport { ReportType: { } type } => type.ToUpperInvariant() switch
        {
            "DELIVERY-STATUS" => Failed(message) ? "REPORT.IPM.Note.NDR" : "REPORT.IPM.Note.DR",
            "DISPOSITION-NOTIFICATION" => "REPORT.IPM.Note.IPNRN",
            _ => Note,
        },
        { } body when body.ContentType.IsMimeType("multipart", "signed") => "IPM.Note.SMIME.MultipartSigned",
        { } body when body.ContentType.IsMimeType("application", "pkcs7-mime") || body.ContentType.IsMimeType("application", "x-pkcs7-mime") => "IPM.Note.SMIME",
        _ when Calendar(message) is { } calendar => MeetingPrefix + MeetingFacts.KindOf(calendar),
        _ when message.Headers[HeaderId.AutoSubmitted]?.StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) == true => "IPM.Note.Rules.OofTemplate.Microsoft",
        _ => Note,
    };

    internal static TextPart? Calendar(MimeMessage message) => message.BodyParts.OfType<TextPart>().FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar"));

    private static bool Failed(MimeMessage message) => message.BodyParts.OfType<MessageDeliveryStatus>()
        .SelectMany(s => s.StatusGroups)
        .Any(g => string.Equals(g["Action"]?.Trim(), "failed", StringComparison.OrdinalIgnoreCase));
}
