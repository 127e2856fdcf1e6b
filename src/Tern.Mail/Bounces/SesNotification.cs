using System.Text.Json;

namespace Tern.Mail.Bounces;

/// <summary>Amazon SES tells of bounces and complaints in JSON, by mail where an administrator chose so (docs.aws.amazon.com/ses: notification-contents).</summary>
internal static class SesNotification
{
    private const string Opening = "{\"notificationType\":\"";

    /// <summary>Bounce or Complaint; null for any other mail.</summary>
    internal static string? Kind(string text)
    {
        var start = text.AsSpan().TrimStart();
        return !start.StartsWith(Opening, StringComparison.Ordinal) ? null
            : start[Opening.Length..].StartsWith("Bounce\"", StringComparison.Ordinal) ? "Bounce"
            : start[Opening.Length..].StartsWith("Complaint\"", StringComparison.Ordinal) ? "Complaint"
            : null;
    }

    /// <summary>The recipients as the fields of a delivery report have them; empty where the JSON cannot be read.</summary>
    internal static List<Dictionary<string, string>> Recipients(string text)
    {
        var groups = new List<Dictionary<string, string>>();
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        try
        {
            // Lines that were broken in transport break names and values, never the structure.
            using var document = JsonDocument.Parse((end < 0 ? text : text[..end]).Replace("\n", "", StringComparison.Ordinal));
            foreach (var recipient in document.RootElement.GetProperty("bounce").GetProperty("bouncedRecipients").EnumerateArray())
            {
                groups.Add(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
                {
                    ["Final-Recipient"] = Text(recipient, "emailAddress"),
                    ["Action"] = Text(recipient, "action"),
                    ["Status"] = Text(recipient, "status"),
                    ["Diagnostic-Code"] = Text(recipient, "diagnosticCode"),
                });
            }
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Not as documented: the notice stays readable as text, and names nobody.
            groups.Clear();
        }

        return groups;
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
