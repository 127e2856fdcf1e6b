using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>POST /{tenant}/oauth2/v2.0/token: tells the grants apart after the questions common to all (RFC 6749 §3.2).</summary>
internal static class TokenEndpoint
{
    internal static readonly string[] SharedAuthorities = ["common", "organizations", "consumers"];

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        try
        {
            var form = FormFields.OfBody(request);
            entry.Grant = form["grant_type"];
            var (clientId, secret) = ClientAuthentication.Read(request, form);
            entry.App = clientId;
            var call = Identify(world, tenantKey, form, clientId, secret);
            var body = form["grant_type"] switch
            {
                "authorization_code" => RedeemCode.Answer(world, call),
                "refresh_token" => RedeemRefreshToken.Answer(world, call),
                "client_credentials" => ClientCredentials.Answer(world, call),
                null => throw new EntraRefusalException(EntraError.Of(900144, "The request body must contain the following parameter: 'grant_type'.")),
                var other => throw new EntraRefusalException(EntraError.Of(70003, $"The app requested an unsupported grant type '{other}'.")),
            };
            return EntraAnswers.WithHeaders(world, request, SimulatedResponse.Json(200, body));
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraAnswers.Refusal(world, request, refusal.Error);
        }
    }

    /// <summary>The tenant of a path; null for the shared authorities.</summary>
    internal static Tenant? TenantOf(World world, string tenantKey) =>
        SharedAuthorities.Contains(tenantKey, StringComparer.OrdinalIgnoreCase)
            ? null
            : world.State.Directory().FindTenant(tenantKey)
                ?? throw new EntraRefusalException(EntraError.Of(90002, $"Tenant '{tenantKey}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud."));

    /// <summary>The application, as far as the tenant knows it.</summary>
    internal static AppRegistration AppOf(World world, Tenant? tenant, string clientId)
    {
        var directory = world.State.Directory();
        var app = directory.FindApp(clientId);
        var known = app is not null
            && (tenant is null || app.TenantId == tenant.Id || (app.IsMultiTenant && directory.FindConsent(app.ClientId, tenant.Id) is not null));
        if (!known)
        {
            throw new EntraRefusalException(EntraError.Of(700016, $"Application with identifier '{clientId}' was not found in the directory '{tenant?.DisplayName ?? "common"}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant."));
        }

        return tenant is null && !app!.IsMultiTenant
            ? throw new EntraRefusalException(EntraError.Of(50194, $"Application '{clientId}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps."))
            : app!;
    }

    private static TokenCall Identify(World world, string tenantKey, FormFields form, string? clientId, string? secret)
    {
        var tenant = TenantOf(world, tenantKey);
        var app = AppOf(world, tenant, clientId ?? throw new EntraRefusalException(EntraError.Of(900144, "The request body must contain the following parameter: 'client_id'.")));
        if (tenant is null && form["grant_type"] == "client_credentials")
        {
            throw new EntraRefusalException(EntraError.Of(9001023));
        }

        var home = tenant ?? world.State.Directory().FindTenant(app.TenantId)!;
        ClientAuthentication.Check(world, home, app, form, secret);
        return new TokenCall(tenant, app, form);
    }
}

/// <summary>A token request whose client is known and proven. The tenant is null on a shared authority.</summary>
internal sealed record TokenCall(Tenant? Tenant, AppRegistration App, FormFields Form);
