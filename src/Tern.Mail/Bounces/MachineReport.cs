using System.Text;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Bounces;

/// <summary>The part of a report that is made for machines (RFC 3464 §2).</summary>
internal static class MachineReport
{
    private const int MaxText = 64 * 1024;

    /// <summary>Its text, up to 64 kB; null where there is none.</summary>
    internal static string? Text(MimeMessage message, int depth = 0)
    {
        foreach (var part in message.BodyParts.Take(Limits.Parts))
        {
            // A report that another system wrapped up and sent on.
            if (depth < 2 && part is MessagePart { Message: { } inner } && Text(inner, depth + 1) is { } wrapped)
            {
                return wrapped;
            }

            if (part is MimePart { Content: { } content } && part.ContentType.IsMimeType("message", "delivery-status"))
            {
                using var decoded = new MemoryStream();
                content.DecodeTo(decoded);
                return Charsets.Tidy(Encoding.Latin1.GetString(decoded.GetBuffer(), 0, (int)Math.Min(decoded.Length, MaxText)));
            }
        }

        // Parts whose boundary got lost on the way: the fields stand there all the same.
        return message.Body is Multipart { Count: 0, Preamble: { Length: > 0 } whole } ? whole[..Math.Min(whole.Length, MaxText)].ReplaceLineEndings("\n") : null;
    }

    /// <summary>What it says for people, which comes first (RFC 6522 §3), also where it is sent as a file; empty where there is none.</summary>
    internal static string Explanation(MimeMessage message)
    {
        var first = message.BodyParts.Take(Limits.Parts).TakeWhile(p => p is not MessagePart).OfType<TextPart>().FirstOrDefault(p => p.IsPlain);
        return first?.Content is null ? "" : Charsets.Tidy(first.Text).ReplaceLineEndings("\n");
    }

    /// <summary>Nothing failed: every recipient that is named got it, or the next system took it over.</summary>
    internal static bool IsOfSuccess(MimeMessage message) =>
        Text(message) is { } text && ReportFields.Recipients(text).Where(g => g.ContainsKey("Action")).ToList() is { Count: > 0 } groups && groups.TrueForAll(IsDelivered);

    internal static bool IsDelivered(Dictionary<string, string> group) =>
        group.GetValueOrDefault("Action")?.Trim().ToLowerInvariant() is "delivered" or "relayed" or "expanded";
}
