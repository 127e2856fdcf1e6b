using System.Text.Json.Nodes;

namespace Tern.Reliability.Running;

/// <summary>A request as the simulator noted it.</summary>
/// <param name="Number">Counts up.</param>
/// <param name="Method">The verb.</param>
/// <param name="Path">Decoded, without the query.</param>
/// <param name="Mailbox">The mailbox it was about.</param>
/// <param name="Status">What was answered.</param>
/// <param name="FaultClass">The named fault that struck it.</param>
internal sealed record SeenRequest(long Number, string Method, string Path, string? Mailbox, int Status, string? FaultClass)
{
    internal static SeenRequest Of(JsonObject entry) => new(
        (long)entry["number"]!,
        (string)entry["method"]!,
        string.Join('/', ((string)entry["path"]!).Split('?')[0].Split('/').Select(Uri.UnescapeDataString)),
        (string?)entry["mailbox"],
        (int)entry["status"]!,
        (string?)entry["faultClass"]);
}
