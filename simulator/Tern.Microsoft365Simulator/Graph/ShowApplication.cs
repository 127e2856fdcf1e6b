using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph.Listing;

namespace Tern.Microsoft365Simulator.Graph;

/// <summary>An application reads its own registration (application-get): which keys it has, never what they are.</summary>
internal static class ShowApplication
{
    private const string ByClientId = "applications(appId='";
    private static readonly string[] Permissions = ["Application.Read.All", "Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"];
    private static readonly string[] Names = ["id", "appId", "displayName", "signInAudience", "keyCredentials", "passwordCredentials"];

    /// <returns>Null where the path is about something else.</returns>
    internal static SimulatedResponse? Answer(GraphCall call, string[] segments) => (call.Request.Method, segments) switch
    {
        ("GET", ["applications", var id]) => Show(call, id, a => a.ObjectId == id),
        ("GET", [var key]) when key.StartsWith(ByClientId, StringComparison.Ordinal) && key.EndsWith("')", StringComparison.Ordinal) =>
            Show(call, key, a => a.ClientId == key[ByClientId.Length..^2]),
        _ => null,
    };

    private static SimulatedResponse Show(GraphCall call, string id, Predicate<AppRegistration> isIt)
    {
        if (!Permissions.Any(call.Caller.Permissions.Contains))
        {
            throw new GraphRefusalException(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        }

        var app = call.World.State.Apps.Find(a => a.TenantId == call.Caller.Tenant.Id && isIt(a))
            ?? throw new GraphRefusalException(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
        Selection.Check(call.Select, "application", Names);
        return call.Json(200, Selection.Apply(
            new JsonObject
            {
                ["@odata.context"] = $"{call.Root}/$metadata#applications/$entity",
                ["id"] = app.ObjectId,
                ["appId"] = app.ClientId,
                ["displayName"] = app.DisplayName,
                ["signInAudience"] = app.AllowsPersonalAccounts ? "AzureADandPersonalMicrosoftAccount" : "AzureADMyOrg",
                ["keyCredentials"] = new JsonArray([.. app.Certificates.Select(Key)]),
                ["passwordCredentials"] = new JsonArray([.. app.Secrets.Select(Password)]),
            },
            call.Select));
    }

    private static JsonNode Key(ClientCertificate key)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(key.Der);
        return new JsonObject
        {
            ["customKeyIdentifier"] = certificate.Thumbprint,
            ["displayName"] = certificate.Subject,
            ["endDateTime"] = Date(certificate.NotAfter.ToUniversalTime()),
            ["key"] = null,
            ["keyId"] = key.Id,
            ["startDateTime"] = Date(certificate.NotBefore.ToUniversalTime()),
            ["type"] = "AsymmetricX509Cert",
            ["usage"] = "Verify",
        };
    }

    private static JsonNode Password(ClientSecret secret) => new JsonObject
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = null,
        ["endDateTime"] = Date(secret.Ends.UtcDateTime),
        ["hint"] = secret.Value[..Math.Min(3, secret.Value.Length)],
        ["keyId"] = secret.Id,
        ["secretText"] = null,
    };

    private static string Date(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
