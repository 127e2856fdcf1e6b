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

    internal static void Check(World world, TokenCall call, string? secret)
    {
        var (app, form) = (call.App, call.Form);
        if (app.IsPublicClient || PlatformOf(world, form) is PlatformType.Native)
        {
            if (call.HasCredential)
            {
                throw new EntraRefusalException(700025);
            }

            return;
        }

        // A page in a browser can keep no secret; its origin stands for it.
        if (!call.HasCredential && call.Origin is not null && PlatformOf(world, form) is PlatformType.Spa)
        {
            return;
        }

        if (form["client_assertion"] is not { } assertion)
        {
            CheckSecret(world, app, secret ?? throw new EntraRefusalException(7000218));
        }
        else if (form["client_assertion_type"] != ClientAssertion.Type)
        {
            throw form["client_assertion_type"] is { } other
                ? new EntraRefusalException(9002313, $"Invalid request. The client_assertion_type '{other}' is not supported.")
                : EntraError.Missing("client_assertion_type");
        }
        else
        {
            ClientAssertion.Check(world, call.Tenant ?? world.State.Directory().FindTenant(app.TenantId)!, app, assertion);
        }
    }

    /// <summary>How the code or the sign-in behind a refresh token reached the application.</summary>
    private static PlatformType? PlatformOf(World world, FormFields form) => form["grant_type"] switch
    {
        "authorization_code" => form["code"] is { } code && world.State.Codes.TryGetValue(code, out var found) ? found.Platform : null,
        "refresh_token" => form["refresh_token"] is { } token && RefreshTokens.GrantIdOf(world, token) is { } id
            ? world.State.Grants.FindById(id)?.Platform
            : null,
        _ => null,
    };

    private static void CheckSecret(World world, AppRegistration app, string secret)
    {
        var held = app.Secrets.Where(s => s.Value == secret).OrderByDescending(s => s.Ends).FirstOrDefault()
            ?? throw new EntraRefusalException(7000215, $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{app.ClientId}'.");
        if (world.Now >= held.Ends)
        {
            throw new EntraRefusalException(7000222, $"The provided client secret keys for app '{app.ClientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.");
        }
    }
}
