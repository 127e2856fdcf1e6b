using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Checks a client assertion (RFC 7523 §3, certificate-credentials): signed by a registered certificate, meant for this
/// token endpoint, about this client, and within its time. One of another issuer goes by the federated credentials.
/// </summary>
internal static class ClientAssertion
{
    internal const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Entra tolerates five minutes between the two clocks.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    internal static void Check(World world, Tenant tenant, AppRegistration app, string assertion)
    {
        var jwt = Jwt.TryRead(assertion) ?? throw new EntraRefusalException(700027, "The client assertion is no JSON Web Token.");
        // RFC 7523 §3: all of these must be there.
        if (Array.Find(["iss", "sub", "aud", "exp"], claim => !jwt.Claims.ContainsKey(claim)) is { } missing)
        {
            throw new EntraRefusalException(90014, $"The required field '{missing}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.");
        }

        if (FederatedAssertion.IsOne(world, app, jwt))
        {
            FederatedAssertion.Check(world, app, jwt);
            return;
        }

        CheckSignature(world, app, jwt);
        CheckAudience(tenant, jwt);
        if (jwt.Text("iss") != app.ClientId || jwt.Text("sub") != app.ClientId)
        {
            throw new EntraRefusalException(700021);
        }

        if (!IsInTime(world, jwt))
        {
            throw new EntraRefusalException(700024, $"Client assertion is not within its valid time range. Current time: {world.Now:O}, assertion valid from {jwt.Time("nbf"):O}, expiry time of assertion {jwt.Time("exp"):O}.");
        }
    }

    internal static bool IsInTime(World world, Jwt jwt) =>
        jwt.Time("exp") is { } expires && world.Now <= expires + Skew && !(world.Now < jwt.Time("nbf") - Skew);

    /// <summary>The registered certificate that a token names in its header, where its signature is that certificate's.</summary>
    internal static X509Certificate2 CheckSignature(World world, AppRegistration app, Jwt jwt)
    {
        var algorithm = jwt.Header["alg"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        var registered = Find(world, app, jwt.Header)
            ?? throw new EntraRefusalException(700027, "The certificate with identifier used to sign the client assertion is not registered on application. The thumbprint in the assertion's header is unknown.");
        var certificate = X509CertificateLoader.LoadCertificate(registered.Der);
        using var key = certificate.GetRSAPublicKey() ?? throw new EntraRefusalException(700027, "The registered certificate carries no RSA key.");
        var padding = algorithm switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => throw new EntraRefusalException(700027, $"The algorithm {algorithm} is not accepted; use PS256."),
        };
        if (!key.VerifyData(jwt.Signed, jwt.Signature, HashAlgorithmName.SHA256, padding))
        {
            throw new EntraRefusalException(700027, "The client assertion failed signature validation.");
        }

        if (registered.Revocation != CertificateRevocation.None)
        {
            throw new EntraRefusalException(registered.Revocation == CertificateRevocation.Administrator ? 7000214 : 7000277);
        }

        if (world.Now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || world.Now.UtcDateTime > certificate.NotAfter.ToUniversalTime())
        {
            throw new EntraRefusalException(1000502);
        }

        return certificate;
    }

    private static ClientCertificate? Find(World world, AppRegistration app, JsonObject header) => app.Certificates.Find(registered =>
    {
        var (name, thumbprint) = header.ContainsKey("x5t#S256")
            ? ("x5t#S256", SHA256.HashData(registered.Der))
            : ("x5t", LegacyThumbprint(registered.Der));
        return !(world.Now < registered.KnownFrom)
            && header[name] is JsonValue value && value.TryGetValue<string>(out var given)
            && given.TrimEnd('=') == Base64Url.EncodeToString(thumbprint);
    });

    // x5t is SHA-1 by definition (RFC 7515 §4.1.7); it names a certificate here and proves nothing.
#pragma warning disable CA5350
    private static byte[] LegacyThumbprint(byte[] der) => SHA1.HashData(der);
#pragma warning restore CA5350

    private static void CheckAudience(Tenant tenant, Jwt jwt)
    {
        // The host is the caller's name for us (login.microsoftonline.com, a loopback address); the path has to be this tenant's.
        var audience = jwt.Text("aud");
        var valid = Uri.TryCreate(audience, UriKind.Absolute, out var uri)
            && tenant.Domains.Append(tenant.Id).Any(key =>
                string.Equals(uri.AbsolutePath, $"/{key}/oauth2/v2.0/token", StringComparison.OrdinalIgnoreCase)
                || string.Equals(uri.AbsolutePath, $"/{key}/v2.0", StringComparison.OrdinalIgnoreCase));
        if (!valid)
        {
            throw new EntraRefusalException(700023, $"Client assertion audience claim '{audience}' does not match the token endpoint of the tenant.");
        }
    }
}
