using System.Text;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>The page behind microsoft.com/devicelogin: enter the code, choose the account, accept or decline (v2-oauth2-device-code).</summary>
internal static class DeviceLogin
{
    internal static SimulatedResponse Answer(World world, SimulatedRequest request, RequestEntry entry)
    {
        var fields = request.Method == "POST" ? FormFields.OfBody(request) : FormFields.OfQuery(request);
        if (fields["code"] is not { } typed)
        {
            return EnterCode(request);
        }

        try
        {
            var code = Find(world, typed);
            entry.App = code.ClientId;
            return Continue(world, request, code, fields);
        }
        catch (EntraRefusalException refusal)
        {
            entry.Error = $"AADSTS{refusal.Error.Code}";
            return EntraPages.Error(world, request, refusal.Error);
        }
    }

    /// <summary>A code that still waits for somebody. Case and blanks do not matter.</summary>
    internal static DeviceCode Find(World world, string typed)
    {
        var clean = typed.Replace(" ", string.Empty).ToUpperInvariant();
        var code = world.State.DeviceCodes.Find(c => c.UserCode == clean && c.UserId is null && !c.IsDeclined) ?? throw new EntraRefusalException(70018);
        return world.Now >= code.Issued + world.Settings.DeviceCodeLife ? throw new EntraRefusalException(70020) : code;
    }

    /// <summary>A person accepts: everything that a sign-in in the browser has to pass, has to be passed here.</summary>
    internal static void Accept(World world, DeviceCode code, User user, SignInFacts facts)
    {
        var directory = world.State.Directory();
        var (app, tenant) = (directory.FindApp(code.ClientId) ?? throw new EntraRefusalException(700016), directory.FindTenant(user.TenantId)!);
        SignInRights.CheckAccount(world, user);
        SignInRights.CheckPassword(user);
        SignInRights.CheckAssignment(world, app, user);
        SignInPolicies.Check(world, tenant, app, user, facts);
        var scopes = RequestedScopes.Read(code.Scope, CloudHosts.Of(tenant.Cloud));
        if (!scopes.IsDefault)
        {
            var isCovered = directory.FindConsent(app.ClientId, tenant.Id)?.Covers(user.Id, scopes.Permissions) ?? false;
            if (!isCovered && SignInSteps.NeedsAdministrator(tenant, scopes))
            {
                throw new EntraRefusalException(90094);
            }

            directory.ConsentOf(app.ClientId, tenant.Id).Add(user.Id, scopes.Permissions);
        }

        code.UserId = user.Id;
        code.SecondFactor = facts.SecondFactor;
        code.DeviceId = facts.DeviceId;
        code.MetExternalChallenge = facts.MetExternalChallenge;
    }

    private static SimulatedResponse Continue(World world, SimulatedRequest request, DeviceCode code, FormFields fields)
    {
        var app = world.State.Directory().FindApp(code.ClientId) ?? throw new EntraRefusalException(700016);
        if (fields["decision"] == "decline")
        {
            code.IsDeclined = true;
            return EntraPages.Notice(200, "You declined", $"{app.DisplayName} was not signed in. You may close this window.");
        }

        var user = fields["account"] is { } chosen ? Candidates(world, code).Find(u => u.Id == chosen) ?? throw new EntraRefusalException(50034) : null;
        if (user is null)
        {
            return Choose(request, code, app, Candidates(world, code));
        }

        if (fields["decision"] != "accept")
        {
            return Confirm(request, code, app, user);
        }

        // Whoever has a second factor is taken to give it.
        var tenant = world.State.Directory().FindTenant(user.TenantId)!;
        Accept(world, code, user, SignInSteps.FactsOf(world, tenant, user, new FormFields("factor=given&challenge=met")));
        return EntraPages.Notice(200, "You have signed in", $"You have signed in to {app.DisplayName} on your device. You may now close this window.");
    }

    private static List<User> Candidates(World world, DeviceCode code) =>
        [.. world.State.Users.Where(u => !u.IsShared && (code.TenantId is null || u.TenantId == code.TenantId))];

    private static SimulatedResponse EnterCode(SimulatedRequest request) => EntraPages.Card("Enter code", $"""
        <h1>Enter code</h1>
        <p>Enter the code displayed on your app or device.</p>
        <form method="post" action="{Html.Encode(request.RawPath)}">
        <p><label>Code <input name="code" required autofocus></label></p>
        <p class="actions"><button class="main">Next</button></p>
        </form>
        """);

    private static SimulatedResponse Choose(SimulatedRequest request, DeviceCode code, AppRegistration app, List<User> users)
    {
        var accounts = new StringBuilder();
        foreach (var user in users)
        {
            accounts.Append($"""<button class="account" name="account" value="{user.Id}"><span><strong>{Html.Encode(user.DisplayName)}</strong><br><span class="quiet">{Html.Encode(user.UserPrincipalName)}</span></span></button>""");
        }

        return EntraPages.Card("Pick an account", $"""
            <h1>Pick an account</h1>
            <p>to continue to <strong>{Html.Encode(app.DisplayName)}</strong> on your device</p>
            <form method="post" action="{Html.Encode(request.RawPath)}">
            {Html.Hidden("code", code.UserCode)}
            {accounts}
            <p class="actions"><button class="plain" name="decision" value="decline">Cancel</button></p>
            </form>
            """);
    }

    private static SimulatedResponse Confirm(SimulatedRequest request, DeviceCode code, AppRegistration app, User user)
    {
        var list = string.Concat(code.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(s => s is not ("openid" or "profile" or "email")).Select(EntraPages.Describe));
        return EntraPages.Card("Are you trying to sign in?", $"""
            <p class="quiet">{Html.Encode(user.UserPrincipalName)}</p>
            <h1>Are you trying to sign in to {Html.Encode(app.DisplayName)}?</h1>
            <p>Only continue if you downloaded the app from a store or website that you trust. It would like to:</p>
            <ul>{list}</ul>
            <form method="post" action="{Html.Encode(request.RawPath)}">
            {Html.Hidden("code", code.UserCode)}
            {Html.Hidden("account", user.Id)}
            <p class="actions"><button class="plain" name="decision" value="decline">Cancel</button> <button class="main" name="decision" value="accept">Continue</button></p>
            </form>
            """);
    }
}
