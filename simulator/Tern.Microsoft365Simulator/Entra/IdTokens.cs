using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Who signed in (OpenID Connect Core §2), signed RS256. Clients check it against the published keys, so an RSA key is
/// needed; it is a fixed one that lies in the sources and protects nothing: for development only.
/// </summary>
internal static class IdTokens
{
    internal const string KeyId = "development-only";

    private static readonly RSA Key = Load();

    internal static string Issue(World world, Tenant tenant, AppRegistration app, User user, string? nonce)
    {
        var now = world.Now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = app.ClientId,
            ["iss"] = Issuer(tenant),
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 3600,
            ["name"] = user.DisplayName,
            ["oid"] = user.Id,
            ["preferred_username"] = user.UserPrincipalName,
            ["email"] = user.Mail,
            ["sub"] = Subject(user, app),
            ["tid"] = tenant.Id,
            ["ver"] = "2.0",
        };
        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Sign(claims);
    }

    /// <summary>A token of Microsoft itself, which a client checks against the published keys.</summary>
    internal static string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["kid"] = KeyId };
        return Jwt.Sign(header, claims, bytes => Key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    /// <summary>Pairwise: another one for each application (OpenID Connect Core §8.1).</summary>
    internal static string Subject(User user, AppRegistration app) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{user.Id}{app.ClientId}")));

    internal static string Issuer(Tenant tenant) => $"https://{CloudHosts.Of(tenant.Cloud).Login}/{tenant.Id}/v2.0";

    /// <summary>The public half as a JSON Web Key Set (RFC 7517 §5).</summary>
    internal static JsonObject Keys()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = KeyId,
                ["alg"] = "RS256",
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
    }

    private static RSA Load()
    {
        using var stream = typeof(IdTokens).Assembly.GetManifestResourceStream("development-only-signing-key.pem")!;
        using var reader = new StreamReader(stream);
        var key = RSA.Create();
        key.ImportFromPem(reader.ReadToEnd());
        return key;
    }
}
