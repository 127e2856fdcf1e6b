using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Looks into the file of a federated token: what stands in it must be registered word for word.</summary>
internal static class FederatedTokenFile
{
    /// <returns>Whose token it is, or null where the file cannot be read or holds none.</returns>
    internal static async Task<FederatedIdentity?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var parts = (await File.ReadAllTextAsync(path, cancellationToken)).Trim().Split('.');
            if (parts.Length != 3)
            {
                return null;
            }

            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return new FederatedIdentity(Text(claims, "iss"), Text(claims, "sub"), Text(claims, "aud"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or FormatException or JsonException or DecoderFallbackException)
        {
            return null;
        }
    }

    private static string Text(JsonDocument claims, string name) =>
        !claims.RootElement.TryGetProperty(name, out var value) ? ""
        : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().FirstOrDefault().ToString()
        : value.ToString();
}
