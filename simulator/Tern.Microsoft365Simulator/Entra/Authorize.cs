using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>
/// The page people see when they connect a mailbox (v2-oauth2-auth-code-flow): choose an account, consent, and go back
/// with a code. It keeps no session; each form carries the request on.
/// </summary>
internal static class Authorize
{
    // These are about the application or the place and not about this sign-in: they stay on Microsoft's page.
    private static readonly int[] Staying = [50020, 50034, 50053, 50055, 50057, 50089, 50105, 50144, 53000, 53001, 53002, 53003, 530032, 530035, 50097, 135010, 135011, 700003, 500021, 500022, 650052, 650056];

    internal static SimulatedResponse Answer(World world, SimulatedRequest request, string tenantKey, RequestEntry entry)
    {
        var fields = request.Method == "POST" ? FormFields.OfBody(request) : FormFields.OfQuery(request);
        entry.App = fields["client_id"];
        AuthorizeCall call;
        try
        {
            call = Identify(world, request, tenantKey, fields);
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraPages.Error(world, request, refusal.Error);
        }

        try
        {
            world.State.EntraHealth.Check(world, tenantKey);
            return Continue(world, call);
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return !call.IsSilent && Staying.Contains(refusal.Error.Code)
                ? EntraPages.Error(world, request, refusal.Error)
                : call.BackWithError(world, request, refusal.Error);
        }
    }

    // Trouble with the tenant, the application or the redirect URI stays here: the browser never comes back.
    private static AuthorizeCall Identify(World world, SimulatedRequest request, string tenantKey, FormFields fields)
    {
        if (!world.Settings.TroubleComesBack)
        {
            world.State.EntraHealth.Check(world, tenantKey);
        }

        var tenant = Authority.TenantOf(world, tenantKey);
        var cloud = Authority.CloudOf(request, tenant, 90038);
        if (tenant is not null)
        {
            world.State.TenantRestriction.Check(request, tenant);
        }

        var clientId = fields["client_id"] ?? throw EntraError.Missing("client_id", "request");
        var app = AppOf(world, tenantKey, tenant, cloud, clientId);
        var (redirect, platform) = RedirectUris.Match(app, fields["redirect_uri"]);
        return new AuthorizeCall(request, tenantKey.ToLowerInvariant(), tenant, cloud, app, redirect, platform, fields);
    }

    // A multi-tenant application comes into a tenant by somebody's consent, so it need not be known there before.
    private static AppRegistration AppOf(World world, string tenantKey, Tenant? tenant, CloudHosts cloud, string clientId)
    {
        if (tenant is not null && world.State.Directory().FindApp(clientId) is { IsMultiTenant: true } app
            && world.State.Directory().FindPrincipal(clientId, tenant.Id) is null && !tenant.Partners.Contains(app.TenantId))
        {
            return Authority.AppOf(world, "organizations", tenant: null, cloud, clientId);
        }

        return Authority.AppOf(world, tenantKey, tenant, cloud, clientId);
    }

    private static SimulatedResponse Continue(World world, AuthorizeCall call)
    {
        if (call.Fields["decision"] == "cancel")
        {
            throw new EntraRefusalException(65004);
        }

        PageSeal.Check(world, call.Fields[PageSeal.Field]);
        if ((call.Fields["response_type"] ?? throw EntraError.Missing("response_type", "request")) != "code")
        {
            throw new EntraRefusalException(700054, $"response_type '{call.Fields["response_type"]}' is not enabled for the application.");
        }

        CheckParameters(call);
        var scopes = ReadScopes(call);
        return Person(world, call) is { } user
            ? SignInSteps.Continue(world, call, user, scopes)
            : EntraPages.ChooseAccount(world, call.Path, call.Fields, call.App, Candidates(world, call));
    }

    private static void CheckParameters(AuthorizeCall call)
    {
        ClaimsRequest.Read(call.Fields["claims"]);
        if (call.Platform == PlatformType.Spa && call.Fields["code_challenge"] is null)
        {
            throw new EntraRefusalException(9002325);
        }

        CheckOneOf(call, "prompt", "login", "none", "consent", "select_account");
        CheckOneOf(call, "response_mode", "query", "fragment", "form_post");
        CheckOneOf(call, "code_challenge_method", "plain", "S256");
    }

    private static void CheckOneOf(AuthorizeCall call, string name, params string[] known)
    {
        if (call.Fields[name] is { } value && !known.Contains(value))
        {
            throw new EntraRefusalException(9002313, $"Invalid request. The value '{value}' of the parameter '{name}' is not supported.");
        }
    }

    private static RequestedScopes ReadScopes(AuthorizeCall call)
    {
        var scopes = RequestedScopes.Read(call.Fields["scope"] ?? throw EntraError.Missing("scope", "request"), call.Cloud, malformed: 70011);
        scopes.CheckDefault();
        foreach (var resource in scopes.Resources)
        {
            Resources.CheckAuthority(call.TenantKey, call.App, resource);
        }

        return scopes;
    }

    /// <summary>Who signs in; null while nobody has been chosen.</summary>
    private static User? Person(World world, AuthorizeCall call)
    {
        var directory = world.State.Directory();
        if (call.Fields["account"] is { } chosen)
        {
            var user = directory.FindUser(chosen) ?? throw new EntraRefusalException(50034);
            // Nobody signs in as a shared mailbox: its account is blocked from the start.
            if (user.IsShared)
            {
                throw new EntraRefusalException(50057);
            }

            return call.Tenant is { } tenant && user.TenantId != tenant.Id
                ? throw new EntraRefusalException(50020, $"User account '{user.UserPrincipalName}' from identity provider 'https://sts.windows.net/{user.TenantId}/' does not exist in tenant '{tenant.DisplayName}' and cannot access the application '{call.App.ClientId}'({call.App.DisplayName}) in that tenant. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different Azure Active Directory user account.")
                : user;
        }

        // Nobody is ever signed in here; prompt=none goes by the hint alone.
        return call.IsSilent
            ? Candidates(world, call).Find(u => IsHinted(call, u)) ?? throw new EntraRefusalException(50058)
            : null;
    }

    private static bool IsHinted(AuthorizeCall call, User user) =>
        string.Equals(user.UserPrincipalName, call.Fields["login_hint"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whom the page offers: the people of the tenant, narrowed by the hints.</summary>
    private static List<User> Candidates(World world, AuthorizeCall call)
    {
        var isPersonal = call.TenantKey is "consumers" or Authority.ConsumersId;
        var clouds = Array.FindAll(CloudHosts.All, c => c.Login == call.Cloud.Login);
        return [.. world.State.Users.Where(u => !isPersonal && !u.IsShared
            && (call.Tenant is { } tenant ? u.TenantId == tenant.Id : Array.Exists(clouds, c => c.Cloud == world.State.Directory().FindTenant(u.TenantId)!.Cloud))
            && IsOfDomain(call, u)
            // After prompt=login exactly the hinted person has to enter the password again.
            && (call.Fields["prompt"] != "login" || call.Fields["login_hint"] is null || IsHinted(call, u)))];
    }

    // "organizations" and "consumers" stand for all of a kind.
    private static bool IsOfDomain(AuthorizeCall call, User user) => call.Fields["domain_hint"] switch
    {
        null or "organizations" => true,
        "consumers" => false,
        var domain => user.UserPrincipalName.EndsWith("@" + domain, StringComparison.OrdinalIgnoreCase),
    };
}
