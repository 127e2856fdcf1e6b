using MimeKit;
using Tern.Microsoft365Simulator.Customers;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>A letter as a command brings it.</summary>
internal sealed record LetterBody(
    string? Name = null,
    IReadOnlyList<string>? To = null,
    IReadOnlyList<string>? Cc = null,
    string? Subject = null,
    string Text = "",
    string? Html = null,
    IReadOnlyList<LetterFileBody>? Attachments = null,
    IReadOnlyDictionary<string, string>? Headers = null,
    bool Quote = true,
    bool All = false)
{
    /// <exception cref="ControlRefusalException">No recipient, no address, or a file that is not base64.</exception>
    internal Letter Letter(bool needsRecipient)
    {
        if (needsRecipient && To is not { Count: > 0 })
        {
            throw new ControlRefusalException(400, "A letter needs at least one address in \"to\".");
        }

        foreach (var address in (To ?? []).Concat(Cc ?? []))
        {
            if (!MailboxAddress.TryParse(address, out _))
            {
                throw new ControlRefusalException(400, $"\"{address}\" is no address.");
            }
        }

        return new Letter
        {
            Name = Name,
            To = To ?? [],
            Cc = Cc ?? [],
            Subject = Subject,
            Text = Text,
            Html = Html,
            Files = [.. (Attachments ?? []).Select(a => a.File())],
            Headers = Headers ?? new Dictionary<string, string>(),
        };
    }
}

/// <summary>A file: its text, its bytes as base64, or a size that is filled up.</summary>
internal sealed record LetterFileBody(string Name, string ContentType = "application/octet-stream", string? Text = null, string? ContentBytes = null, int? Size = null)
{
    private const int Largest = 150 * 1024 * 1024;

    internal LetterFile File() => new(Name, ContentType, this switch
    {
        { Text: { } text } => System.Text.Encoding.UTF8.GetBytes(text),
        { ContentBytes: { } encoded } => Decode(encoded),
        { Size: { } size and >= 0 and <= Largest } => new byte[size],
        _ => throw new ControlRefusalException(400, $"The attachment \"{Name}\" needs \"text\", \"contentBytes\" (base64) or a \"size\" up to {Largest}."),
    });

    private byte[] Decode(string encoded)
    {
        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var written)
            ? bytes[..written]
            : throw new ControlRefusalException(400, $"The \"contentBytes\" of \"{Name}\" are not base64.");
    }
}
