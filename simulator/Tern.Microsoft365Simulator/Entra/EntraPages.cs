using System.Text;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Entra;

/// <summary>What the sign-in shows in the browser.</summary>
internal static class EntraPages
{
    private static readonly string[] OwnFields = ["account", "decision", PageSeal.Field];

    internal static SimulatedResponse ChooseAccount(World world, string path, FormFields fields, AppRegistration app, IReadOnlyCollection<User> users)
    {
        var accounts = new StringBuilder();
        foreach (var user in users)
        {
            var isHinted = string.Equals(user.UserPrincipalName, fields["login_hint"], StringComparison.OrdinalIgnoreCase);
            accounts.Append($"""
                <button class="account{(isHinted ? " hinted" : string.Empty)}" name="account" value="{user.Id}"{(isHinted ? " autofocus" : string.Empty)}>
                <span class="initial" aria-hidden="true">{Html.Encode(user.DisplayName[..1].ToUpperInvariant())}</span>
                <span><strong>{Html.Encode(user.DisplayName)}</strong><br><span class="quiet">{Html.Encode(user.UserPrincipalName)}</span></span>
                </button>
                """);
        }

        if (users.Count == 0)
        {
            accounts.Append("<p>There is no user here who can sign in.</p>");
        }

        return Card("Pick an account", $"""
            <h1>Pick an account</h1>
            <p>to continue to <strong>{Html.Encode(app.DisplayName)}</strong></p>
            <form method="post" action="{Html.Encode(path)}">
            {Carry(world, fields)}
            {accounts}
            <p class="actions"><button class="plain" name="decision" value="cancel">Cancel</button></p>
            </form>
            """);
    }

    internal static SimulatedResponse AskConsent(World world, AuthorizeCall call, User user, RequestedScopes scopes)
    {
        var list = string.Concat(scopes.Permissions.Concat(scopes.OpenId.Where(s => s == "offline_access")).Select(Describe));
        return Card("Permissions requested", $"""
            <p class="quiet">{Html.Encode(user.UserPrincipalName)}</p>
            <h1>Permissions requested</h1>
            <p><strong>{Html.Encode(call.App.DisplayName)}</strong> would like to:</p>
            <ul>{list}</ul>
            <form method="post" action="{Html.Encode(call.Path)}">
            {Carry(world, call.Fields)}
            {Html.Hidden("account", user.Id)}
            <p class="actions"><button class="plain" name="decision" value="cancel">Cancel</button> <button class="main" name="decision" value="accept">Accept</button></p>
            </form>
            """);
    }

    /// <summary>What a person can do at once about a refusal: the second factor, a new password. Null where there is nothing.</summary>
    internal static SimulatedResponse? Step(World world, AuthorizeCall call, User user, EntraError error)
    {
        (string Title, string Text, string Name, string Value, string Button)? step = error.Code switch
        {
            50074 or 50076 => ("Approve sign in request", "Open your authenticator app and approve the request.", "factor", "given", "I approved it"),
            50072 or 50079 => ("More information required", "Your organization needs more information to keep your account secure.", "factor", "enrolled", "Set up a second factor"),
            50158 => ("Additional challenge", "Another provider of your organization wants to check that it is you.", "challenge", "met", "I passed it"),
            50055 or 50144 => ("Update your password", "You need to update your password because your password has expired.", "password", "changed", "Update the password"),
            _ => null,
        };
        return step is not { } page
            ? null
            : Card(page.Title, $"""
                <p class="quiet">{Html.Encode(user.UserPrincipalName)}</p>
                <h1>{Html.Encode(page.Title)}</h1>
                <p>{Html.Encode(page.Text)}</p>
                <p class="quiet">AADSTS{error.Code}</p>
                <form method="post" action="{Html.Encode(call.Path)}">
                {Carry(world, call.Fields)}
                {Html.Hidden("account", user.Id)}
                <p class="actions"><button class="plain" name="decision" value="cancel">Cancel</button> <button class="main" name="{page.Name}" value="{page.Value}">{Html.Encode(page.Button)}</button></p>
                </form>
                """);
    }

    internal static SimulatedResponse NeedsAdministrator(World world, AuthorizeCall call, Tenant tenant, User user, bool isSent)
    {
        var ask = isSent
            ? "<p>Your request was sent to your administrators.</p>"
            : tenant.TakesConsentRequests
                ? """
                    <p><label>Enter a justification for requesting this app <input name="justification"></label></p>
                    <p class="actions"><button class="main" name="decision" value="request">Request approval</button></p>
                    """
                : "<p>Please ask an admin to grant permission to this app before you can use it.</p>";
        return Card("Need admin approval", $"""
            <h1>Need admin approval</h1>
            <p><strong>{Html.Encode(call.App.DisplayName)}</strong> needs permission to access resources in your organization that only an admin can grant.</p>
            <p class="quiet">AADSTS{(isSent ? 90095 : 90094)}</p>
            <form method="post" action="{Html.Encode(call.Path)}">
            {Carry(world, call.Fields)}
            {Html.Hidden("account", user.Id)}
            {ask}
            <p class="actions"><button class="plain" name="decision" value="cancel">Return to the application without granting consent</button></p>
            </form>
            """);
    }

    internal static SimulatedResponse AdminConsent(World world, string path, Tenant tenant, AppRegistration app, RequestedScopes wanted, FormFields fields)
    {
        var list = string.Concat(wanted.IsDefault ? app.ApplicationPermissions.Select(p => $"<li>{Html.Encode(p)} <span class=\"quiet\">for all mailboxes, without a user</span></li>") : [])
            + string.Concat(wanted.Permissions.Select(Describe));
        return Card("Permissions requested", $"""
            <h1>Permissions requested</h1>
            <p>Review for your organization <strong>{Html.Encode(tenant.DisplayName)}</strong>: <strong>{Html.Encode(app.DisplayName)}</strong> would like to:</p>
            <ul>{list}</ul>
            <p>If you accept, this app gets access to the specified resources for all users in your organization.</p>
            <form method="post" action="{Html.Encode(path)}">
            {Carry(world, fields)}
            {(fields["account"] is { } account ? Html.Hidden("account", account) : string.Empty)}
            <p class="actions"><button class="plain" name="decision" value="cancel">Cancel</button> <button class="main" name="decision" value="accept">Accept</button></p>
            </form>
            """);
    }

    /// <summary>An error that stays on this page.</summary>
    internal static SimulatedResponse Error(World world, SimulatedRequest request, EntraError error)
    {
        var (trace, correlation, timestamp) = EntraAnswers.Marks(world, request);
        return Card("Sign in", $"""
            <h1>Sign in</h1>
            <p>Sorry, but we're having trouble signing you in.</p>
            <p class="error">AADSTS{error.Code}: {Html.Encode(error.Text)}</p>
            <dl><dt>Trace ID</dt><dd>{trace}</dd><dt>Correlation ID</dt><dd>{Html.Encode(correlation)}</dd><dt>Timestamp</dt><dd>{timestamp}</dd></dl>
            """, error.Status);
    }

    internal static SimulatedResponse Notice(int status, string title, string text) =>
        Card(title, $"<h1>{Html.Encode(title)}</h1><p>{Html.Encode(text)}</p>", status);

    /// <summary>response_mode=form_post; the button is there because the page works without scripts.</summary>
    internal static SimulatedResponse PostBack(string redirectUri, IEnumerable<KeyValuePair<string, string>> answer) => Card("Continue", $"""
        <h1>Continue</h1>
        <form method="post" action="{Html.Encode(redirectUri)}">
        {string.Concat(answer.Select(p => Html.Hidden(p.Key, p.Value)))}
        <p class="actions"><button class="main">Continue</button></p>
        </form>
        """);

    internal static SimulatedResponse Card(string title, string content, int status = 200) =>
        Html.Page(status, title, $"<main class=\"card\">{content}</main>", "sign-in");

    private static string Carry(World world, FormFields fields) =>
        string.Concat(fields.All.Where(f => !OwnFields.Contains(f.Key)).Select(f => Html.Hidden(f.Key, f.Value))) + Html.Hidden(PageSeal.Field, PageSeal.Issue(world));

    internal static string Describe(string scope)
    {
        var text = RequestedScopes.IsOpenId(scope)
            ? "Maintain access to data you have given it access to"
            : RequestedScopes.ShortName(scope) switch
            {
                "Mail.Read" => "Read your mail",
                "Mail.ReadWrite" => "Read and write access to your mail",
                "Mail.Send" => "Send mail as you",
                "Mail.ReadWrite.Shared" => "Read and write mail you can access",
                "Mail.Send.Shared" => "Send mail on behalf of others or yourself",
                "MailboxSettings.Read" => "Read your mailbox settings",
                "User.Read" => "Sign you in and read your profile",
                var other => other,
            };
        return $"<li>{Html.Encode(text)} <span class=\"quiet\">{Html.Encode(scope)}</span></li>";
    }
}
