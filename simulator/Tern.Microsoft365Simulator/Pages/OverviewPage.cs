using System.Globalization;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Pages;

/// <summary>The whole simulation on one page: clock, tenants, mailboxes, applications, tokens, faults and the last requests.</summary>
internal static class OverviewPage
{
    private const int RequestsShown = 40;
    private static readonly (string Text, TimeSpan By)[] Steps =
        [("1 minute", TimeSpan.FromMinutes(1)), ("1 hour", TimeSpan.FromHours(1)), ("1 day", TimeSpan.FromDays(1)), ("30 days", TimeSpan.FromDays(30)), ("91 days", TimeSpan.FromDays(91))];

    internal static SimulatedResponse Show(World world) => Html.Page(200, "Simulated Microsoft 365", $"""
        <main class="broad">
        {Navigation("/")}
        <h1>Simulated Microsoft 365</h1>
        {Clock(world)}
        {string.Concat(world.State.Tenants.Select(t => Tenant(world, t)))}
        {(world.State.Tenants.Count == 0 ? "<p class=\"quiet\">No tenant yet. README.md beside the sources makes one in a minute, with lines to copy into a shell.</p>" : string.Empty)}
        <h2 id="tokens">Tokens</h2>
        {TokenSection.Show(world)}
        <h2 id="subscriptions">Subscriptions</h2>
        {SubscriptionSection.Show(world)}
        <h2 id="faults">Faults</h2>
        {FaultSection.Show(world)}
        <h2 id="requests">Last requests</h2>
        {Requests(world)}
        </main>
        """);

    internal static string Navigation(string here) =>
        $"""<nav class="top">{Link("/", "Overview")}{Link("/customers", "Customers")}<a href="/#subscriptions">Subscriptions</a><a href="/#faults">Faults</a><a href="/#requests">Requests</a></nav>"""
            .Replace($"href=\"{here}\"", $"href=\"{here}\" aria-current=\"page\"", StringComparison.Ordinal);

    internal static string Time(DateTimeOffset time) => $"<time>{time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}</time>";

    private static string Link(string path, string text) => $"""<a href="{path}">{text}</a>""";

    private static string Clock(World world) => $"""
        <section class="paper clock" aria-label="Clock">
        <p><strong>{Time(world.Now)} UTC</strong> <span class="quiet">{(world.Clock.IsDriven ? "stands until it is moved" : "runs")} · seed {world.State.Seed}</span></p>
        <div class="actions">{string.Concat(Steps.Select(s => Table.Button("/clock", $"+ {s.Text}", ("by", s.By.ToString("c", CultureInfo.InvariantCulture)))))}
        {(world.Clock.IsDriven ? Table.Button("/clock", "Let it run", ("mode", "real")) : Table.Button("/clock", "Stop it", ("mode", "driven")))}</div>
        </section>
        """;

    private static string Tenant(World world, Tenant tenant) => $"""
        <h2>{Html.Encode(tenant.DisplayName)} <span class="quiet">{Html.Encode(string.Join(", ", tenant.Domains))} · <code>{tenant.Id}</code></span></h2>
        <h3>People and mailboxes</h3>
        {Table.Of(
            $"Mailboxes of {tenant.DisplayName}",
            ["Address", "Name", "State", "Inbox", "Unread", "Drafts", "Sent", "In all"],
            world.State.Users.Where(u => u.TenantId == tenant.Id).Select(u => Mailbox(world, u)),
            "Nobody yet.")}
        <h3>Applications</h3>
        {Table.Of(
            $"Applications of {tenant.DisplayName}",
            ["Name", "Client id", "Credentials", "Application permissions", "Delegated permissions", "Consent"],
            world.State.Apps.Where(a => a.TenantId == tenant.Id).Select(a => Application(world, tenant, a)),
            "None registered yet.")}
        """;

    private static string[] Mailbox(World world, User user)
    {
        var mailbox = world.MailboxOf(user);
        string Count(string folder) => mailbox is null ? "–" : $"{mailbox.Folder(folder).Contents.Count}";
        return
        [
            mailbox is null ? Html.Encode(user.Mail) : $"""<a href="{MailboxPage.Link(user)}">{Html.Encode(user.Mail)}</a>""",
            Html.Encode(user.DisplayName),
            string.Join(", ", States(user)),
            Count("inbox"),
            mailbox is null ? "–" : $"{mailbox.Folder("inbox").Contents.Count(n => !mailbox.Messages[n].IsRead)}",
            Count("drafts"),
            Count("sentitems"),
            mailbox is null ? "–" : $"{mailbox.Messages.Count}",
        ];
    }

    private static IEnumerable<string> States(User user)
    {
        yield return user.IsShared ? "shared mailbox" : "user";
        if (!user.IsEnabled)
        {
            yield return "disabled";
        }

        if (!user.IsLicensed)
        {
            yield return "no licence";
        }

        if (user.TokensValidFrom is { } from)
        {
            yield return $"revoked at {Time(from)}";
        }
    }

    private static string[] Application(World world, Tenant tenant, AppRegistration app)
    {
        var consent = world.State.Directory().FindConsent(app.ClientId, tenant.Id);
        var secrets = app.Secrets.Select(s => $"secret, ends {Time(s.Ends)}{(s.Ends <= world.Now ? " <strong class=\"error\">ended</strong>" : string.Empty)}");
        return
        [
            Html.Encode(app.DisplayName),
            $"<code class=\"id\">{app.ClientId}</code>",
            string.Join("<br>", secrets.Concat(app.Certificates.Select(_ => "certificate")).DefaultIfEmpty("none")),
            Html.Encode(string.Join(", ", app.ApplicationPermissions.DefaultIfEmpty("–"))),
            Html.Encode(string.Join(", ", app.DelegatedPermissions.DefaultIfEmpty("–"))),
            consent is { Roles.Count: > 0 } or { AllUsers.Count: > 0 } ? "yes" : "no",
        ];
    }

    private static string Requests(World world) => Table.Of(
        "Last requests",
        ["Time", "Request", "Application", "Mailbox", "Status", "Error", "Fault"],
        world.Log.Entries.Reverse().Where(e => !PageRouter.Owns(RequestPath.Segments(e.Path.Split('?')[0]))).Take(RequestsShown).Select(e => new[]
        {
            Time(e.Time),
            $"<code>{Html.Encode(e.Method)} {Html.Encode(Shorten(e.Path))}</code>{(e.Grant is { } grant ? $"<br><span class=\"quiet\">{Html.Encode(grant)}</span>" : string.Empty)}",
            Html.Encode(e.App is { } id ? world.State.Directory().FindApp(id)?.DisplayName ?? id : string.Empty),
            Html.Encode(e.Mailbox),
            $"{e.Status}",
            Html.Encode(e.Error),
            Html.Encode(e.Fault),
        }),
        "Nothing was asked yet.");

    // Ids are 152 characters of which nobody reads more than the ends.
    private static string Shorten(string path)
    {
        var text = string.Join('/', Uri.UnescapeDataString(path).Split('/').Select(part => part.Length > 60 && !part.Contains('?', StringComparison.Ordinal) ? $"{part[..12]}…{part[^6..]}" : part));
        return text.Length > 140 ? text[..140] + "…" : text;
    }
}
