using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Checks the assertion of another issuer against what the registration trusts (workload-identity-federation).</summary>
internal static class FederatedAssertion
{
    /// <summary>
    /// Whatever names another issuer than the application itself. Some of these write a thumbprint of their key into the header as well,
    /// so the header decides nothing.
    /// </summary>
    internal static bool IsOne(World world, AppRegistration app, Jwt jwt) =>
        jwt.Text("iss") != app.ClientId
        && (app.FederatedCredentials.Count > 0 || world.State.Issuers.Exists(i => i.Issuer == jwt.Text("iss")));

    internal static void Check(World world, AppRegistration app, Jwt jwt)
    {
        var (issuer, subject, audiences) = (jwt.Text("iss"), jwt.Text("sub"), AudiencesOf(jwt));
        var trusted = app.FederatedCredentials;
        // Exact and case-sensitive, one after the other, so that the code says which of the three is wrong.
        int? code = trusted.Count == 0
            ? 70021
            : !trusted.Exists(c => c.Issuer == issuer)
                ? 700211
                : !trusted.Exists(c => c.Issuer == issuer && c.Subject == subject)
                    ? 700213
                    : !trusted.Exists(c => c.Issuer == issuer && c.Subject == subject && audiences.Contains(c.Audience, StringComparer.Ordinal))
                        ? 700212
                        : null;
        if (code is { } refused)
        {
            throw new EntraRefusalException(refused, $"{EntraError.Of(refused).Text} Assertion issuer '{issuer}', subject '{subject}', audience '{string.Join(' ', audiences)}'.");
        }

        if (!IsSigned(world, issuer, jwt))
        {
            throw new EntraRefusalException(700027, "The client assertion failed signature validation: none of the issuer's keys fits.");
        }

        if (!ClientAssertion.IsInTime(world, jwt))
        {
            throw new EntraRefusalException(500133, $"Assertion is not within its valid time range. Current time: {world.Now:O}, expiry time of assertion {jwt.Time("exp"):O}.");
        }
    }

    // RFC 7519 §4.1.3: one or an array.
    private static string[] AudiencesOf(Jwt jwt) => jwt.Claims["aud"] switch
    {
        JsonArray several => [.. several.Select(a => a?.ToString() ?? string.Empty)],
        { } one => [one.ToString()],
        null => [],
    };

    private static bool IsSigned(World world, string? issuer, Jwt jwt)
    {
        var algorithm = jwt.Header["alg"]?.ToString();
        var padding = algorithm switch
        {
            "RS256" => RSASignaturePadding.Pkcs1,
            "PS256" => RSASignaturePadding.Pss,
            _ => null,
        };
        return padding is not null && (world.State.Issuers.Find(i => i.Issuer == issuer)?.Keys ?? []).Exists(der =>
        {
            using var key = RSA.Create();
            key.ImportSubjectPublicKeyInfo(der, out _);
            return key.VerifyData(jwt.Signed, jwt.Signature, HashAlgorithmName.SHA256, padding);
        });
    }
}
