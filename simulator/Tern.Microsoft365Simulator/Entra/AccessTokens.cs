using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Issues access tokens and checks them again. They are opaque to clients, so that a key of our own is enough: HS256,
/// which is the same for the same seed, where an RSA key would not be.
/// </summary>
internal static class AccessTokens
{
    private const string Purpose = "access-token";

    internal static (string Token, int Seconds) Issue(
        World world, Tenant tenant, AppRegistration app, User? user, string resource, IEnumerable<string> permissions)
    {
        var seconds = DrawLife(world);
        var now = world.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = resource,
            ["iss"] = $"https://sts.windows.net/{tenant.Id}/",
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + seconds,
            ["app_displayname"] = app.DisplayName,
            ["appid"] = app.ClientId,
            ["idtyp"] = user is null ? "app" : "user",
            ["oid"] = user?.Id ?? app.ObjectId,
            ["tid"] = tenant.Id,
            ["uti"] = world.Identifier("token", (long)(world.Random.Next() >> 1)),
            ["ver"] = "1.0",
        };
        if (user is not null)
        {
            claims["upn"] = user.UserPrincipalName;
            claims["name"] = user.DisplayName;
            claims["scp"] = string.Join(' ', permissions.Select(RequestedScopes.ShortName));
        }
        else if (permissions.ToArray() is { Length: > 0 } roles)
        {
            // Without any role there is no claim at all; Graph then refuses, not the token endpoint.
            claims["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)RequestedScopes.ShortName(r))]);
        }

        var key = world.Key(Purpose);
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "HS256", ["kid"] = "simulated" };
        return (Jwt.Sign(header, claims, bytes => HMACSHA256.HashData(key, bytes)), seconds);
    }

    /// <returns>The token, or null when it is none of ours or was altered. Its time is not judged here.</returns>
    internal static Jwt? Read(World world, string token) =>
        Jwt.TryRead(token) is { } jwt && jwt.IsSignedWith(world.Key(Purpose)) ? jwt : null;

    // Random 60 to 90 minutes, both ends included (configurable-token-lifetimes).
    private static int DrawLife(World world)
    {
        var shortest = (int)world.Settings.AccessTokenShortest.TotalSeconds;
        var longest = Math.Max(shortest, (int)world.Settings.AccessTokenLongest.TotalSeconds);
        return shortest + world.Random.Next(longest - shortest + 1);
    }
}
