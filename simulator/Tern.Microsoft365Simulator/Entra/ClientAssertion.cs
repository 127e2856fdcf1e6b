using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// Checks a client assertion (RFC 7523 §3, certificate-credentials): signed by a registered certificate, meant for this
/// token endpoint, about this client, and within its time.
/// </summary>
internal static class ClientAssertion
{
    internal const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Entra tolerates five minutes between the two clocks.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    internal static void Check(World world, Tenant tenant, AppRegistration app, string assertion)
    {
        var jwt = Jwt.TryRead(assertion) ?? throw Refused(700027, "The client assertion is no JSON Web Token.");
        CheckSignature(world, app, jwt);
        CheckAudience(tenant, jwt);
        if (jwt.Text("iss") != app.ClientId || jwt.Text("sub") != app.ClientId)
        {
            throw Refused(700021, null);
        }

        CheckTime(world, jwt);
    }

    private static void CheckSignature(World world, AppRegistration app, Jwt jwt)
    {
        var algorithm = jwt.Header["alg"] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        using var certificate = Find(app, jwt.Header)
            ?? throw Refused(700027, "The certificate with the thumbprint in the assertion's header is not registered on the application.");
        using var key = certificate.GetRSAPublicKey() ?? throw Refused(700027, "The registered certificate carries no RSA key.");
        var padding = algorithm switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => throw Refused(700027, $"The algorithm {algorithm} is not accepted; use PS256."),
        };
        if (!key.VerifyData(jwt.Signed, jwt.Signature, HashAlgorithmName.SHA256, padding))
        {
            throw Refused(700027, "The client assertion failed signature validation.");
        }

        if (world.Now.UtcDateTime < certificate.NotBefore.ToUniversalTime() || world.Now.UtcDateTime > certificate.NotAfter.ToUniversalTime())
        {
            throw Refused(1000502, null);
        }
    }

    private static X509Certificate2? Find(AppRegistration app, JsonObject header)
    {
        foreach (var registered in app.Certificates)
        {
            var (name, thumbprint) = header.ContainsKey("x5t#S256")
                ? ("x5t#S256", SHA256.HashData(registered.Der))
                : ("x5t", LegacyThumbprint(registered.Der));
            if (header[name] is JsonValue value && value.TryGetValue<string>(out var given)
                && given.TrimEnd('=') == Base64Url.EncodeToString(thumbprint))
            {
                return X509CertificateLoader.LoadCertificate(registered.Der);
            }
        }

        return null;
    }

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
            throw Refused(700023, $"Client assertion audience claim '{audience}' does not match the token endpoint of the tenant.");
        }
    }

    private static void CheckTime(World world, Jwt jwt)
    {
        var now = world.Now;
        if (jwt.Time("exp") is not { } expires || now > expires + Skew || (jwt.Time("nbf") is { } from && now < from - Skew))
        {
            throw Refused(700024, $"Client assertion is not within its valid time range. Current time: {now:O}, assertion valid from {jwt.Time("nbf"):O}, expiry time of assertion {jwt.Time("exp"):O}.");
        }
    }

    private static EntraRefusalException Refused(int code, string? text) => new(EntraError.Of(code, text));
}
