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

    /// <summary>The answer's fields about the access token.</summary>
    internal static JsonObject Issue(World world, TokenCall call, Tenant tenant, User? user, Grant? grant, string resource, IReadOnlyCollection<string> permissions)
    {
        var isLong = IsEvaluated(world, call, tenant, user, resource);
        var seconds = DrawLife(world, isLong);
        var claims = Claims(world, call.App, tenant, user, resource, permissions, seconds);
        if (isLong)
        {
            claims["xms_cc"] = new JsonArray("cp1");
            // What Graph goes by when it evaluates the token anew.
            claims["sid"] = grant?.Id;
            claims["events"] = user?.CriticalEvents ?? 0;
        }

        var key = world.Key(Purpose);
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "HS256", ["kid"] = "simulated" };
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
        };
        // "Only for long-lived tokens": about half of the life.
        if (isLong || world.Settings.AlwaysRefreshIn)
        {
            answer["refresh_in"] = seconds / 2;
        }

        world.Tokens.Add(new IssuedToken(world.Now, world.Now.AddSeconds(seconds), call.App.ClientId, user?.Id, resource));
        answer["access_token"] = Jwt.Sign(header, claims, bytes => HMACSHA256.HashData(key, bytes));
        return answer;
    }

    /// <returns>The token, or null when it is none of ours or was altered. Its time is not judged here.</returns>
    internal static Jwt? Read(World world, string token) =>
        Jwt.TryRead(token) is { } jwt && jwt.IsSignedWith(world.Key(Purpose)) ? jwt : null;

    private static JsonObject Claims(
        World world, AppRegistration app, Tenant tenant, User? user, string resource, IReadOnlyCollection<string> permissions, int seconds)
    {
        var now = world.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = RequestedScopes.InCloud(resource, tenant.Cloud),
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
        else if (permissions.Count > 0)
        {
            // Without any role there is no claim at all; Graph then refuses, not the token endpoint.
            claims["roles"] = new JsonArray([.. permissions.Select(r => (JsonNode)RequestedScopes.ShortName(r))]);
        }

        return claims;
    }

    // The client has to say that it can take a challenge, and the resource has to evaluate: Graph does. Without a user
    // only for single-tenant applications, and only with the licence (concept-continuous-access-evaluation-workload).
    private static bool IsEvaluated(World world, TokenCall call, Tenant tenant, User? user, string resource) =>
        world.Settings.ContinuousEvaluation
        && call.Claims.HandlesChallenges
        && resource == RequestedScopes.Graph
        && (user is not null || (tenant.EvaluatesWorkloads && !call.App.IsMultiTenant));

    // Random 60 to 90 minutes, both ends included (configurable-token-lifetimes).
    private static int DrawLife(World world, bool isLong)
    {
        var settings = world.Settings;
        var (from, to) = isLong ? (settings.LongTokenShortest, settings.LongTokenLongest) : (settings.AccessTokenShortest, settings.AccessTokenLongest);
        var shortest = (int)from.TotalSeconds;
        return shortest + world.Random.Next(Math.Max(shortest, (int)to.TotalSeconds) - shortest + 1);
    }
}
