using System.Text;

namespace Tern.MailEngine.Microsoft365.Graph;

/// <summary>
/// A claims challenge in WWW-Authenticate (Entra: "Claims challenges"; RFC 9110 §11.6.1). Real answers leave quotes out and spell names in other cases, so parameters
/// are looked for and not parsed by the grammar; base64 may end in <c>=</c>.
/// </summary>
internal static class ClaimsChallenge
{
    /// <returns>The claims as JSON, or null where the answer has none.</returns>
    public static string? Read(HttpResponseMessage response) =>
        response.Headers.TryGetValues("WWW-Authenticate", out var headers)
            ? headers.Select(Claims).FirstOrDefault(claims => claims is not null)
            : null;

    private static string? Claims(string header)
    {
        const string name = "claims=";
        for (var at = header.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = header.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if (at == 0 || header[at - 1] is ' ' or ',' or '\t')
            {
                var value = header[(at + name.Length)..];
                value = value.StartsWith('"') ? value[1..].Split('"')[0] : value.Split(',', ' ')[0];
                return Decode(value);
            }
        }

        return null;
    }

    private static string? Decode(string value)
    {
        if (value.StartsWith('{'))
        {
            return value;
        }

        var padded = value.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
