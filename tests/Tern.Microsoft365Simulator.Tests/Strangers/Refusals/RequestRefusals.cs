using static Tern.Microsoft365Simulator.Tests.Strangers.Refusals.Provocation;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers.Refusals;

/// <summary>The request itself is wrong.</summary>
internal static class RequestRefusals
{
    private const string Page = "https://desk.example/page";

    internal static readonly Dictionary<int, Func<Stranger, Task>> All = new()
    {
        [70011] = s => Alone(s, null, "https://graph.microsoft.com/.default/"),
        [28002] = s => Imported(s.WithSecret(), s.Simulator.Grants.IssueRefreshToken(s.App, s.Support, MailScopes), "Mail\\Read"),
        [28003] = s => Redeeming(s, r => r.BodyParameters["scope"] = ""),
        [1002012] = s => Alone(s, null, "https://graph.microsoft.com/Mail.Read"),
        [700022] = s => Alone(s, null, "https://graph.microsoft.com/.default", "https://outlook.office.com/.default"),
        [50011] = s => Redeeming(s, r => r.BodyParameters["redirect_uri"] = Redirect + "/"),
        [9002313] = s => Altered(s, body => (body["client_assertion"], body["client_assertion_type"]) = ("x", "urn:something:else")),
        [900144] = s => Altered(s, body => body.Remove("grant_type")),
        [70003] = s => Altered(s, body => body["grant_type"] = "password2"),
        [700054] = s => InWindow(s, ("response_type", "token")),
        [9002325] = s =>
        {
            s.Simulator.Apps.SetRedirectUris(s.Phone, spa: [Page]);
            return s.InteractAsync(s.PublicClient(redirect: Page).Build(), [.. s.Accept(), ("code_challenge", "")]);
        },
        [9002326] = s => Redeeming(s, r => r.Headers["Origin"] = "https://desk.example"),
        [9002327] = s =>
        {
            s.Simulator.Apps.SetRedirectUris(s.App, spa: [Page]);
            return Redeeming(s, redirect: Page);
        },
    };
}
