using System.Net;
using System.Text;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>Who the client is, and whether it can prove it: secret in the body, secret by HTTP Basic, or assertion.</summary>
internal static class ClientAuthentication
{
    /// <summary>Reads client id and secret from body or Authorization header (RFC 6749 §2.3.1: both parts form-encoded).</summary>
    internal static (string? ClientId, string? Secret) Read(SimulatedRequest request, FormFields form)
    {
        if (request.Header("Authorization") is { } header && header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            var bytes = new byte[header.Length];
            if (Convert.TryFromBase64String(header[6..].Trim(), bytes, out var written)
                && Encoding.UTF8.GetString(bytes, 0, written).Split(':', 2) is [var id, var secret])
            {
                return (WebUtility.UrlDecode(id), WebUtility.UrlDecode(secret));
            }
        }

        return (form["client_id"], form["client_secret"]);
    }

    internal static void Check(World world, Tenant tenant, AppRegistration app, FormFields form, string? secret)
    {
        var assertion = form["client_assertion"];
        if (app.IsPublicClient)
        {
            if (secret is not null || assertion is not null)
            {
                throw new EntraRefusalException(EntraError.Of(700025));
            }

            return;
        }

        if (assertion is not null)
        {
            if (form["client_assertion_type"] != ClientAssertion.Type)
            {
                throw new EntraRefusalException(EntraError.Of(900144, "The request body must contain the following parameter: 'client_assertion_type'."));
            }

            ClientAssertion.Check(world, tenant, app, assertion);
            return;
        }

        CheckSecret(world, app, secret ?? throw new EntraRefusalException(EntraError.Of(7000218)));
    }

    private static void CheckSecret(World world, AppRegistration app, string secret)
    {
        var held = app.Secrets.Where(s => s.Value == secret).OrderByDescending(s => s.Ends).FirstOrDefault()
            ?? throw new EntraRefusalException(EntraError.Of(7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.ClientId}'."));
        if (world.Now >= held.Ends)
        {
            throw new EntraRefusalException(EntraError.Of(7000222, $"The provided client secret keys for app '{app.ClientId}' are expired."));
        }
    }
}
