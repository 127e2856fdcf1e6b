using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>
/// An application rolls its own key (application-addkey, application-removekey). It needs no permission for that, only
/// a key that is still good to prove itself with.
/// </summary>
internal static class ApplicationKeys
{
    /// <summary>Azure AD Graph, which the proof is still meant for.</summary>
    private const string Audience = "00000002-0000-0000-c000-000000000000";

    private const string ByClientId = "applications(appId='";

    /// <returns>Null where the path is about something else.</returns>
    internal static SimulatedResponse? Answer(GraphCall call, string[] segments) => (call.Request.Method, segments) switch
    {
        ("POST", ["applications", var id, "addKey"]) => Add(call, Find(call, a => a.ObjectId == id, id)),
        ("POST", ["applications", var id, "removeKey"]) => Remove(call, Find(call, a => a.ObjectId == id, id)),
        ("POST", [var key, "addKey"]) when ClientIdOf(key) is { } id => Add(call, Find(call, a => a.ClientId == id, id)),
        ("POST", [var key, "removeKey"]) when ClientIdOf(key) is { } id => Remove(call, Find(call, a => a.ClientId == id, id)),
        _ => null,
    };

    private static string? ClientIdOf(string segment) =>
        segment.StartsWith(ByClientId, StringComparison.Ordinal) && segment.EndsWith("')", StringComparison.Ordinal) ? segment[ByClientId.Length..^2] : null;

    private static AppRegistration Find(GraphCall call, Predicate<AppRegistration> isIt, string id)
    {
        var app = call.World.State.Apps.Find(a => a.TenantId == call.Caller.Tenant.Id && isIt(a))
            ?? throw new GraphRefusalException(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
        return app == call.Caller.App
            ? app
            : throw new GraphRefusalException(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
    }

    private static SimulatedResponse Add(GraphCall call, AppRegistration app)
    {
        var body = call.BodyObject();
        CheckProof(call, app, body);
        if (body["keyCredential"] is not JsonObject credential || Text(credential, "key") is not { } key)
        {
            throw Bad("A keyCredential with a key is required.");
        }

        if (Text(credential, "type") != "AsymmetricX509Cert" || Text(credential, "usage") != "Verify")
        {
            throw Bad("Only a keyCredential of type AsymmetricX509Cert and usage Verify can be added here.");
        }

        using var certificate = Certificate(key);
        var added = new ClientCertificate(call.World.Random.Identifier(), certificate.RawData, call.World.Now + call.World.Settings.NewKeyLag);
        app.Certificates.Add(added);
        return call.Json(200, new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#microsoft.graph.keyCredential",
            ["customKeyIdentifier"] = Convert.ToBase64String(certificate.GetCertHash(HashAlgorithmName.SHA256)),
            ["displayName"] = certificate.Subject,
            ["endDateTime"] = Date(certificate.NotAfter),
            ["key"] = null,
            ["keyId"] = added.Id,
            ["startDateTime"] = Date(certificate.NotBefore),
            ["type"] = "AsymmetricX509Cert",
            ["usage"] = "Verify",
        });
    }

    private static SimulatedResponse Remove(GraphCall call, AppRegistration app)
    {
        var body = call.BodyObject();
        CheckProof(call, app, body);
        var id = Text(body, "keyId");
        return app.Certificates.RemoveAll(c => c.Id == id) > 0
            ? SimulatedResponse.Empty(204)
            : throw new GraphRefusalException(404, "Request_ResourceNotFound", $"No key credential found with keyId '{id}'.");
    }

    /// <summary>The proof is signed by a certificate that is registered and still valid; ten minutes at most.</summary>
    private static void CheckProof(GraphCall call, AppRegistration app, JsonObject body)
    {
        var proof = Jwt.TryRead(Text(body, "proof") ?? throw Bad("A proof is required.")) ?? throw Bad("The proof is no JSON Web Token.");
        try
        {
            ClientAssertion.CheckSignature(call.World, app, proof).Dispose();
        }
        catch (EntraRefusalException refusal)
        {
            throw new GraphRefusalException(403, "Authorization_RequestDenied", $"The proof of possession is not valid: {refusal.Message}");
        }

        // Which id has to stand here reads differently over the page's versions.
        var (id, name) = call.World.Settings.ProofNamesClientId ? (app.ClientId, "client id") : (app.ObjectId, "object id");
        if (proof.Text("aud") != Audience || proof.Text("iss") != id)
        {
            throw Bad($"The proof must have the audience {Audience} and the application's {name} as issuer.");
        }

        if (!ClientAssertion.IsInTime(call.World, proof) || proof.Time("nbf") is not { } from || proof.Time("exp") > from.AddMinutes(10))
        {
            throw Bad("The proof must be valid now, and for ten minutes from nbf at most.");
        }
    }

    private static X509Certificate2 Certificate(string key)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key));
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw Bad("The key is no certificate.");
        }
    }

    private static string? Text(JsonObject body, string name) => body[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Date(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static GraphRefusalException Bad(string text) => new(400, "Request_BadRequest", text);
}
