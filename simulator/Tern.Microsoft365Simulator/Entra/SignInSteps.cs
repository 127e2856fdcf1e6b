using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What lies between a chosen account and the way back: password, second factor, policies, consent.</summary>
internal static class SignInSteps
{
    internal static SimulatedResponse Continue(World world, AuthorizeCall call, User user, RequestedScopes scopes)
    {
        var tenant = world.State.Directory().FindTenant(user.TenantId)!;
        if (user.Password != PasswordState.Good && call.Fields["password"] == "changed")
        {
            PasswordChanges.ByUser(world, user);
        }

        try
        {
            Judge(world, call, tenant, user, scopes);
        }
        catch (EntraRefusalException refusal) when (!call.IsSilent && EntraPages.Step(world, call, user, refusal.Error) is { } page)
        {
            return page;
        }

        return Consent(world, call, scopes, user);
    }

    /// <summary>What this sign-in has proven so far.</summary>
    internal static SignInFacts FactsOf(World world, Tenant tenant, User user, FormFields fields)
    {
        if (fields["factor"] == "enrolled")
        {
            user.HasSecondFactor = true;
        }

        return new SignInFacts(
            world.Now,
            fields["factor"] is not null && user.HasSecondFactor ? world.Now : null,
            tenant.Devices.FindLast(d => d.UserId == user.Id)?.Id,
            fields["challenge"] == "met");
    }

    private static void Judge(World world, AuthorizeCall call, Tenant tenant, User user, RequestedScopes scopes)
    {
        world.State.TenantRestriction.Check(call.Request, tenant);
        SignInRights.CheckAccount(world, user);
        SignInRights.CheckPassword(user);
        if (world.State.Directory().FindPrincipal(call.App.ClientId, tenant.Id) is not null)
        {
            Authority.CheckPrincipal(world.State.Directory(), call.App, tenant);
        }

        SignInRights.CheckAssignment(world, call.App, user);
        foreach (var resource in scopes.Resources)
        {
            Resources.Check(tenant, call.App, resource, scopes, isDelegated: true);
        }

        SignInPolicies.Check(world, tenant, call.App, user, FactsOf(world, tenant, user, call.Fields));
    }

    private static SimulatedResponse Consent(World world, AuthorizeCall call, RequestedScopes asked, User user)
    {
        var scopes = asked.IsDefault
            ? asked with { Permissions = [.. call.App.DelegatedPermissions.Where(p => !RequestedScopes.IsOpenId(p) && asked.Resources.Contains(RequestedScopes.ResourceOf(p)))] }
            : asked;
        var consent = world.State.Directory().FindConsent(call.App.ClientId, user.TenantId);
        var isCovered = consent?.Covers(user.Id, scopes.Permissions) ?? false;
        if (isCovered && call.Fields["prompt"] != "consent")
        {
            return Finish(world, call, scopes, user);
        }

        var tenant = world.State.Directory().FindTenant(user.TenantId)!;
        if (!isCovered && NeedsAdministrator(tenant, scopes))
        {
            return AskAdministrator(world, call, tenant, user);
        }

        if (call.IsSilent)
        {
            throw new EntraRefusalException(EntraError.Of(65001) with { OAuth = "consent_required" });
        }

        if (call.Fields["decision"] != "accept")
        {
            return EntraPages.AskConsent(world, call, user, scopes);
        }

        world.State.Directory().ConsentOf(call.App.ClientId, user.TenantId).Add(user.Id, scopes.Permissions);
        return Finish(world, call, scopes, user);
    }

    private static SimulatedResponse AskAdministrator(World world, AuthorizeCall call, Tenant tenant, User user)
    {
        var isSent = tenant.ConsentRequests.Exists(r => r.ClientId == call.App.ClientId && r.UserId == user.Id);
        if (!isSent && tenant.TakesConsentRequests && call.Fields["decision"] == "request")
        {
            tenant.ConsentRequests.Add(new ConsentRequest(call.App.ClientId, user.Id, call.Fields["justification"], world.Now));
            isSent = true;
        }

        return call.IsSilent
            ? throw new EntraRefusalException(isSent ? 90095 : 90094)
            : EntraPages.NeedsAdministrator(world, call, tenant, user, isSent);
    }

    // "Let Microsoft manage your consent settings": users may not give away their mail, only sending it.
    internal static bool NeedsAdministrator(Tenant tenant, RequestedScopes scopes) =>
        !tenant.UsersMayConsent
        && scopes.Permissions.Any(p => RequestedScopes.ShortName(p) is not ("User.Read" or "Mail.Send" or "SMTP.Send"));

    private static SimulatedResponse Finish(World world, AuthorizeCall call, RequestedScopes scopes, User user)
    {
        var facts = FactsOf(world, world.State.Directory().FindTenant(user.TenantId)!, user, call.Fields);
        var code = "1.A" + Convert.ToHexStringLower(world.Random.Bytes(48));
        // A code that was redeemed or has expired is known a while longer, because the refusals differ.
        foreach (var old in world.State.Codes.Where(c => world.Now >= c.Value.Issued + world.Settings.CodeLife + TimeSpan.FromHours(1)).Select(c => c.Key).ToList())
        {
            world.State.Codes.Remove(old);
        }

        world.State.Codes.Add(code, new AuthorizationCode
        {
            ClientId = call.App.ClientId,
            TenantId = user.TenantId,
            UserId = user.Id,
            RedirectUri = call.RedirectUri,
            Scopes = [.. scopes.Permissions, .. scopes.OpenId],
            Issued = world.Now,
            Platform = call.Platform,
            SecondFactor = facts.SecondFactor,
            DeviceId = facts.DeviceId,
            MetExternalChallenge = facts.MetExternalChallenge,
            Challenge = call.Fields["code_challenge"],
            // RFC 7636 §4.3: without a method it is plain.
            IsPlainChallenge = call.Fields["code_challenge_method"] is not "S256",
            Nonce = call.Fields["nonce"],
        });
        return call.Back([new("code", code), new("session_state", world.Random.Identifier())]);
    }
}
