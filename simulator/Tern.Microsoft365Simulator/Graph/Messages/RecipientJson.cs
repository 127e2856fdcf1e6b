using System.Text.Json;
using MimeKit.Utils;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.Graph.Messages;

/// <summary>An address as Graph writes it (resources/recipient).</summary>
internal static class RecipientJson
{
    private static readonly JsonEncodedText Name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText Address = JsonEncodedText.Encode("address");
    private static readonly JsonEncodedText EmailAddress = JsonEncodedText.Encode("emailAddress");

    internal static void Write(Utf8JsonWriter json, MailAddress? address)
    {
        if (address is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject(EmailAddress);
        json.WriteString(Name, address.Name == address.Address ? Shown(address.Name) : address.Name);
        json.WriteString(Address, Shown(address.Address));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter json, IReadOnlyList<MailAddress> addresses)
    {
        json.WriteStartArray();
        for (var i = 0; i < addresses.Count; i++)
        {
            Write(json, addresses[i]);
        }

        json.WriteEndArray();
    }

    // What is no address stands in quotes in the MIME of a draft (DraftContent), and is shown as it was given.
    private static string Shown(string text) => text is ['"', .., '"'] ? MimeUtils.Unquote(text) : text;
}
