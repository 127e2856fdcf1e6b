using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// The page people see when they connect a mailbox (v2-oauth2-auth-code-flow): choose an account, consent, and go back
/// with a code. It keeps no session; each form carries the request on.
/// </summary>
internal static class Authorize
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        var fields = request.Method == "POST" ? FormFields.OfBody(request) : FormFields.OfQuery(request);
        entry.App = fields["client_id"];
        AuthorizeCall call;
        try
        {
            // Trouble with the tenant, the application or the redirect URI stays here: the browser never comes back.
            var tenant = TokenEndpoint.TenantOf(world, tenantKey);
            var app = TokenEndpoint.AppOf(world, tenant, fields["client_id"] ?? throw new EntraRefusalException(EntraError.Of(900144, "The request must contain the following parameter: 'client_id'.")));
            call = new AuthorizeCall(request.RawPath, tenant, app, RedirectOf(app, fields["redirect_uri"]), fields);
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraPages.Error(world, request, refusal.Error);
        }

        try
        {
            return Continue(world, call);
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return call.BackWithError(world, request, refusal.Error);
        }
    }

    /// <summary>
    /// The registered redirect URI: compared byte for byte, save for the port of localhost (reply-url).
    /// </summary>
    internal static string RedirectOf(AppRegistration app, string? asked)
    {
        var uri = asked ?? (app.RedirectUris.Count == 1 ? app.RedirectUris[0] : string.Empty);
        return app.RedirectUris.Exists(r => r == uri || IsSameLocalhost(r, uri))
            ? uri
            : throw new EntraRefusalException(EntraError.Of(50011, $"The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application '{app.ClientId}'. Make sure the redirect URI sent in the request matches one added to your application."));
    }

    private static bool IsSameLocalhost(string registered, string asked) =>
        Uri.TryCreate(registered, UriKind.Absolute, out var left) && Uri.TryCreate(asked, UriKind.Absolute, out var right)
        && left.Host is "localhost" && right.Host is "localhost"
        && left.Scheme == right.Scheme && left.PathAndQuery == right.PathAndQuery;

    private static SimulatedResponse Continue(World world, AuthorizeCall call)
    {
        if (call.Fields["decision"] == "cancel")
        {
            throw new EntraRefusalException(EntraError.Of(65004));
        }

        if (call.Fields["response_type"] != "code")
        {
            throw new EntraRefusalException(EntraError.Of(700054, $"response_type '{call.Fields["response_type"]}' is not enabled for the application."));
        }

        var scopes = RequestedScopes.Read(call.Fields["scope"] ?? throw new EntraRefusalException(EntraError.Of(900144, "The request must contain the following parameter: 'scope'.")));
        if (scopes.IsDefault)
        {
            scopes = scopes with { Permissions = call.App.DelegatedPermissions };
        }

        var user = ChooseUser(world, call);
        return user is null
            ? EntraPages.ChooseAccount(call, Candidates(world, call))
            : Consent(world, call, scopes, user);
    }

    private static User? ChooseUser(World world, AuthorizeCall call)
    {
        if (call.Fields["account"] is { } chosen)
        {
            return Candidates(world, call).Find(u => u.Id == chosen) ?? throw new EntraRefusalException(EntraError.Of(50034));
        }

        // Nobody is ever signed in here; prompt=none goes by the hint alone.
        return call.Fields["prompt"] == "none"
            ? Candidates(world, call).Find(u => u.UserPrincipalName == call.Fields["login_hint"]) ?? throw new EntraRefusalException(EntraError.Of(50058))
            : null;
    }

    private static List<User> Candidates(World world, AuthorizeCall call) =>
        [.. world.State.Users.Where(u => (call.Tenant is null || u.TenantId == call.Tenant.Id) && u.IsEnabled && !u.IsShared)];

    private static SimulatedResponse Consent(World world, AuthorizeCall call, RequestedScopes scopes, User user)
    {
        var consent = world.State.Directory().ConsentOf(call.App.ClientId, user.TenantId);
        var isCovered = consent.Covers(user.Id, scopes.Permissions);
        if (isCovered && call.Fields["prompt"] != "consent")
        {
            return Finish(world, call, scopes, user);
        }

        if (call.Fields["prompt"] == "none")
        {
            throw new EntraRefusalException(EntraError.Of(65001) with { OAuth = "consent_required" });
        }

        if (!isCovered && NeedsAdministrator(world, user, scopes))
        {
            return EntraPages.NeedsAdministrator(call);
        }

        if (call.Fields["decision"] != "accept")
        {
            return EntraPages.AskConsent(call, user, scopes);
        }

        consent.Add(user.Id, scopes.Permissions);
        return Finish(world, call, scopes, user);
    }

    // "Let Microsoft manage your consent settings": users may not give away their mail, only sending it.
    private static bool NeedsAdministrator(World world, User user, RequestedScopes scopes) =>
        world.State.Directory().FindTenant(user.TenantId) is { UsersMayConsent: false }
        && scopes.Permissions.Any(p => RequestedScopes.ShortName(p) is not ("User.Read" or "Mail.Send" or "SMTP.Send"));

    private static SimulatedResponse Finish(World world, AuthorizeCall call, RequestedScopes scopes, User user)
    {
        var code = "1.A" + Convert.ToHexStringLower(world.Random.Bytes(48));
        world.State.Codes.Add(code, new AuthorizationCode
        {
            ClientId = call.App.ClientId,
            TenantId = user.TenantId,
            UserId = user.Id,
            RedirectUri = call.RedirectUri,
            Scopes = [.. scopes.Permissions, .. scopes.OpenId],
            Issued = world.Now,
            Challenge = call.Fields["code_challenge"],
            // RFC 7636 §4.3: without a method it is plain.
            IsPlainChallenge = call.Fields["code_challenge_method"] is not "S256",
            Nonce = call.Fields["nonce"],
        });
        return call.Back([new("code", code), new("session_state", world.Random.Identifier())]);
    }
}
