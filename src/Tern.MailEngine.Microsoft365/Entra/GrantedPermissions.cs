using Microsoft.IdentityModel.JsonWebTokens;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Entra;

/// <summary>
/// The permissions that came with a token, for people to look at. Nothing is decided by them: a token for Graph is opaque to its client, an application that has its
/// rights by Exchange's roles carries none, and Microsoft may change the form any day.
/// </summary>
internal static class GrantedPermissions
{
    /// <param name="connection">Whose.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="scope">The answer's scope, which application tokens come without.</param>
    /// <returns>Short names, or null where nothing can be seen.</returns>
    public static IReadOnlyList<string>? Read(ConnectionSettings connection, string accessToken, string? scope)
    {
        if (!string.IsNullOrWhiteSpace(scope))
        {
            return Short(scope.Split(' ', StringSplitOptions.RemoveEmptyEntries), connection.Resource);
        }

        var handler = new JsonWebTokenHandler();
        if (!handler.CanReadToken(accessToken))
        {
            return null;
        }

        try
        {
            var token = handler.ReadJsonWebToken(accessToken);
            var names = token.Claims.Where(c => c.Type == "roles").Select(c => c.Value)
                .Concat(token.Claims.Where(c => c.Type == "scp").SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            return Short(names, connection.Resource);
        }
        catch (ArgumentException)
        {
            return null; // encrypted, or of a form of its own
        }
    }

    private static List<string> Short(IEnumerable<string> names, string resource) =>
        [.. names.Select(n => n.StartsWith(resource, StringComparison.OrdinalIgnoreCase) ? n[resource.Length..].TrimStart('/') : n).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];
}
