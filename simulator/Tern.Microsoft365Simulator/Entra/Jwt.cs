using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>A JSON Web Token taken apart, not yet believed (RFC 7519, RFC 7515).</summary>
internal sealed record Jwt(JsonObject Header, JsonObject Claims, byte[] Signed, byte[] Signature)
{
    internal static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = Base64Url.EncodeToString(JsonText.Bytes(header)) + "." + Base64Url.EncodeToString(JsonText.Bytes(claims));
        return signed + "." + Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)));
    }

    /// <returns>Null when the text is no JWT at all.</returns>
    internal static Jwt? TryRead(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            return Object(parts[0]) is { } header && Object(parts[1]) is { } claims
                ? new Jwt(header, claims, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal bool IsSignedWith(byte[] key) =>
        CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, Signed), Signature);

    internal string? Text(string claim) =>
        Claims[claim] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>
    /// A NumericDate claim: a JSON number, whole or not (RFC 7519 §2). Entra takes the digits in quotation marks as well,
    /// which is how MSAL.NET writes <c>nbf</c> and <c>exp</c> of its client assertions.
    /// </summary>
    internal DateTimeOffset? Time(string claim)
    {
        double? seconds = Claims[claim] is not JsonValue value
            ? null
            : value.TryGetValue<double>(out var number)
                ? number
                : value.TryGetValue<string>(out var text) && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
                    ? number
                    : null;
        // Years that a clock can have, with some room for the drift between two clocks.
        return seconds is > -6e10 and < 2e11 and { } found ? DateTimeOffset.UnixEpoch.AddSeconds(found) : null;
    }

    private static JsonObject? Object(string part) => StrictJson.Object(Base64Url.DecodeFromChars(part));
}
