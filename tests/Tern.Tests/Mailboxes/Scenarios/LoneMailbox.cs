using System.Net;
using System.Text.RegularExpressions;
using System.Web;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;
using Grant = Tern.Features.Mailboxes.Grant;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>A mailbox with a registration of its own, so that whatever the tenant's log says of that client is about this mailbox; and what its administrator sees.</summary>
internal sealed partial class LoneMailbox
{
    /// <summary>Shorter than every time-out, so that no request under way meets its own by a step of the clock.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    private readonly TernApp _app;
    private readonly string _name;
    private long _seen;

    private LoneMailbox(TernApp app, string name, User account, AppRegistration registration) => (_app, _name, Account, Registration) = (app, name, account, registration);

    internal MailboxId Id { get; private set; }

    internal User Account { get; }

    internal AppRegistration Registration { get; }

    internal string Customer => $"carla@{_name}.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Connected with a client secret, read once, and healthy.</summary>
    internal static async Task<LoneMailbox> AppOnlyAsync(TernApp app, string name, params (string Name, string Value)[] changes)
    {
        var mailbox = Register(app, name);
        await mailbox.ConnectAsync(changes);
        await mailbox.AssertHealthyAsync();
        mailbox.Mark();
        return mailbox;
    }

    /// <summary>Connected by a sign-in of the mailbox's own account, read once, and healthy.</summary>
    /// <param name="app">The desk.</param>
    /// <param name="name">The mailbox's name.</param>
    /// <param name="hasLongTokens">Continuous access evaluation is on: tokens live 20 to 28 hours; otherwise 60 to 90 minutes.</param>
    internal static async Task<LoneMailbox> SignedInAsync(TernApp app, string name, bool hasLongTokens = false)
    {
        app.Office.Simulator.Settings.ContinuousEvaluation = hasLongTokens;
        var mailbox = Register(app, name);
        await mailbox.ConnectAsync(("Way", "SignIn"));
        await mailbox.SignInAsync();
        await mailbox.AssertHealthyAsync();
        mailbox.Mark();
        return mailbox;
    }

    /// <summary>The account and the registration at Microsoft; the desk knows nothing of them yet.</summary>
    internal static LoneMailbox Register(TernApp app, string name)
    {
        var registration = app.Office.Simulator.Apps.Add(
            app.Office.Tenant,
            name,
            redirectUris: [$"{app.PublicUrl}mailboxes/callback", $"{app.PublicUrl}mailboxes/consent"],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read"]);
        app.Office.Simulator.Apps.AddSecret(registration, Office.Secret, app.Time.GetUtcNow().AddYears(1));
        app.Office.Simulator.Apps.GrantAdminConsent(registration);
        return new LoneMailbox(app, name, app.Office.Person(name), registration);
    }

    internal async Task ConnectAsync(params (string Name, string Value)[] changes)
    {
        using var ann = await _app.SignInAsync();
        Id = await _app.ConnectAsync(ann, Account.Mail, [("ClientId", Registration.ClientId), .. changes]);
    }

    /// <summary>The mailbox's account signs in with Microsoft on the mailbox's page, and the mailbox is read once.</summary>
    internal async Task SignInAsync()
    {
        using var ann = await _app.SignInAsync();
        var back = await _app.SignInAtMicrosoftAsync(ann, Id, Account);
        Assert.Equal($"/mailboxes/{Id}?said=SignedIn", (await ann.GetAsync(back.PathAndQuery)).Headers.Location?.OriginalString);
        await Eventually.TrueAsync(async () => (await CheckAsync()).Fault is null);
    }

    /// <summary>What a sign-in begun on the mailbox's page brings to Microsoft's.</summary>
    internal async Task<string?> ClaimsOfNextSignInAsync()
    {
        using var ann = await _app.SignInAsync();
        var leaving = await ann.GetAsync($"/mailboxes/{Id}/sign-in");
        return HttpUtility.ParseQueryString(leaving.Headers.Location!.Query)["claims"];
    }

    /// <summary>Another mailbox of the same registration.</summary>
    internal async Task<LoneMailbox> SiblingAsync(string name)
    {
        var sibling = new LoneMailbox(_app, name, _app.Office.Person(name), Registration);
        await sibling.ConnectAsync();
        await sibling.AssertHealthyAsync();
        return sibling;
    }

    /// <summary>Asks for consent on the mailbox's page; an administrator of the tenant, who has no account here, opens the link, accepts and comes back.</summary>
    /// <returns>What the page says where the administrator comes back to.</returns>
    internal async Task<string> ConsentByLinkAsync()
    {
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync("/consent")).StatusCode);
        var page = await PageAsync();
        var link = new Uri(ConsentLink().Match(page).Groups["link"].Value);
        Assert.Contains($"client_id={Registration.ClientId}", link.Query, StringComparison.Ordinal);
        var back = _app.Office.SignIn(link, _app.Office.Person("global-administrator"))!;
        Assert.Contains("admin_consent=True", back.Query, StringComparison.Ordinal);
        using var stranger = _app.Browser();
        return WebUtility.HtmlDecode(await stranger.ReadAsync(back.PathAndQuery));
    }

    // Microsoft's side

    /// <summary>What is asked from here on.</summary>
    internal void Mark() => _seen = _app.Office.Simulator.RequestLog.Total;

    /// <summary>Requests of this client since the mark.</summary>
    internal IReadOnlyList<RequestEntry> Requests =>
        [.. _app.Office.Simulator.RequestLog.Entries.Where(e => e.Number > _seen && (e.App == Registration.ClientId || e.Fault == _name))];

    internal IReadOnlyList<RequestEntry> TokenRequests => [.. Requests.Where(e => e.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))];

    internal IReadOnlyList<RequestEntry> GraphRequests => [.. Requests.Where(e => e.Path.StartsWith("/v1.0/", StringComparison.Ordinal))];

    /// <summary>All that this client ever asked of the token endpoint, with its fields.</summary>
    internal IReadOnlyList<TokenExchange> Exchanges => [.. _app.Office.Tokens.Exchanges.Where(e => e["client_id"] == Registration.ClientId)];

    /// <summary>Something goes wrong for this client, at its token endpoint unless another path is named.</summary>
    internal Fault Break(Fault fault)
    {
        fault.Id = _name;
        fault.App = Registration.ClientId;
        fault.Path ??= "*/oauth2/v2.0/token";
        return _app.Office.Simulator.Faults.Add(fault);
    }

    /// <summary>What was broken is whole again.</summary>
    internal void Mend() => _app.Office.Simulator.Faults.Remove(_name);

    internal void Write(string subject) => _app.Office.Write(Account.Mail, subject, from: $"Carla <{Customer}>");

    internal IReadOnlyList<MimeMessage> Received => _app.Office.Inbox(Customer);

    // The desk's side

    internal Task<CycleReport> CheckAsync() => _app.CheckAsync(Id);

    internal Task<MailboxHealthRow> HealthAsync() => _app.HealthAsync(Id);

    internal async Task<ConnectionSettings> ConnectionAsync() =>
        (await _app.Services.GetRequiredService<IMailboxDirectory>().FindAsync(Id, Ct))!.Connection;

    internal async Task<Grant> GrantAsync()
    {
        await using var db = _app.Database();
        return await db.Mailboxes.Where(m => m.Id == Id).Join(db.Set<Grant>(), m => m.ConnectionId, g => g.ConnectionId, (_, g) => g).AsNoTracking().SingleAsync(Ct);
    }

    internal async Task<StoredAccessToken> AccessTokenAsync()
    {
        await using var db = _app.Database();
        return await db.Mailboxes.Where(m => m.Id == Id).Join(db.Set<StoredAccessToken>(), m => m.ConnectionId, t => t.ConnectionId, (_, t) => t).AsNoTracking().SingleAsync(Ct);
    }

    internal async Task<string?> RefreshTokenAsync() =>
        (await GrantAsync()).ProtectedRefreshToken is { } closed ? _app.Services.GetRequiredService<SecretBox>().Open(closed) : null;

    /// <summary>Every state the mailbox was in, oldest first.</summary>
    internal async Task<IReadOnlyList<HealthEvent>> HistoryAsync()
    {
        await using var db = _app.Database();
        return await db.HealthEvents.Where(e => e.MailboxId == Id && e.Note == null).OrderBy(e => e.Id).ToListAsync(Ct);
    }

    /// <summary>Time goes by, and the running engine wakes by itself and looks at the mailbox.</summary>
    internal async Task<MailboxHealthRow> WakesAfterAsync(TimeSpan by)
    {
        // A check is reported before its runner lies down: time that passes in between would be slept through.
        await Eventually.TrueAsync(async () => (await HealthAsync()).NextCheckAt is { } next && _app.Time.IsAwaited(next));
        var then = _app.Time.GetUtcNow() + by;
        _app.Time.Advance(by);
        await Eventually.TrueAsync(async () => (await HealthAsync()).ReportedAt >= then);
        return await HealthAsync();
    }

    /// <summary>A button or a form of the mailbox's page.</summary>
    internal async Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var ann = await _app.SignInAsync();
        return await ann.PostAsync($"/mailboxes/{Id}", $"/mailboxes/{Id}{action}", fields);
    }

    /// <summary>Waits until the running engine has found by itself that all is well.</summary>
    internal Task HealsByItselfAsync() => Eventually.TrueAsync(async () => (await HealthAsync()).State == MailboxState.Healthy);

    internal async Task AnswerAsync(string subject, string text)
    {
        var number = await AssertOneTicketAsync(subject);
        using var ann = await _app.SignInAsync();
        var answered = await ann.PostAsync($"/tickets/{number}", $"/tickets/{number}/reply", ("Text", text), ("Seen", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, answered.StatusCode);
    }

    /// <returns>The ticket's number.</returns>
    internal async Task<long> AssertOneTicketAsync(string subject)
    {
        await using var db = _app.Database();
        var ticket = Assert.Single(await db.Tickets.Where(t => t.Subject == subject).ToListAsync(Ct));
        Assert.Equal(1, await db.Messages.CountAsync(m => m.TicketId == ticket.Id && m.Kind == MessageKind.Incoming, Ct));
        return ticket.Number;
    }

    internal async Task AssertNoTicketAsync(string subject)
    {
        await using var db = _app.Database();
        Assert.False(await db.Tickets.AnyAsync(t => t.Subject == subject, Ct));
    }

    /// <summary>A letter that arrives now becomes one ticket, and the mailbox's page shows nothing but health.</summary>
    internal async Task AssertWorksAsync(string subject)
    {
        Write(subject);
        Assert.Null((await CheckAsync()).Fault);
        await AssertOneTicketAsync(subject);
        await AssertHealthyAsync();
    }

    /// <summary>A reply that waited leaves, once; time goes on until its copy was found in Sent Items.</summary>
    internal async Task AssertLeavesOnceAsync(string text)
    {
        await Eventually.TrueAsync(async () =>
        {
            _app.Time.Advance(Step);
            await using var db = _app.Database();
            return !await db.Outbox.AnyAsync(i => i.MailboxId == Id && i.State != OutboxState.Sent, Ct);
        });
        Assert.Single(Received, mail => mail.TextBody?.Contains(text, StringComparison.Ordinal) == true);
    }

    internal async Task AssertHealthyAsync()
    {
        var health = await HealthAsync();
        Assert.Equal((MailboxState.Healthy, null), (health.State, health.FaultCode));
        var page = await PageAsync();
        Assert.Contains("data-state=\"healthy\"", HeadOf(page), StringComparison.Ordinal);
        Assert.DoesNotContain("data-fault=", page, StringComparison.Ordinal);
    }

    /// <summary>The mailbox's page tells this state and this cause, with its effect, its remedy, who ends it, and Microsoft's code.</summary>
    /// <returns>The note.</returns>
    internal async Task<string> AssertToldAsync(MailboxState state, string code, string? providerCode = null)
    {
        var (page, texts, card) = (await PageAsync(), _app.Services.GetRequiredService<FaultTexts>(), FaultCards.Of(code)!);
        Assert.Contains($"data-state=\"{state.ToString().ToLowerInvariant()}\"", HeadOf(page), StringComparison.Ordinal);
        var from = page.IndexOf($"data-fault=\"{code}\"", StringComparison.Ordinal);
        Assert.True(from > 0, $"The page does not tell {code}; it tells {(await HealthAsync()).FaultCode}.");
        var note = page[from..page.IndexOf("<section", from, StringComparison.Ordinal)];
        Assert.Contains(texts.Of(code).Cause, note, StringComparison.Ordinal);
        Assert.Contains(texts.Of(code).Remedy, note, StringComparison.Ordinal);
        Assert.Contains((await HealthAsync()).WorksUntil is null ? texts.Of(card.Effect) : texts["WorksUntil"], note, StringComparison.Ordinal);
        Assert.Contains(texts.Of(card.Healer), note, StringComparison.Ordinal);
        Assert.Contains(providerCode ?? code, note, StringComparison.Ordinal);
        Assert.Contains(texts.Of(code).Cause, page[page.IndexOf("id=\"history\"", StringComparison.Ordinal)..], StringComparison.Ordinal);
        return note;
    }

    internal async Task<string> PageAsync()
    {
        using var ann = await _app.SignInAsync();
        return WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{Id}"));
    }

    [GeneratedRegex("href=\"(?<link>https://[^\"]*/adminconsent[^\"]*)\"")]
    private static partial Regex ConsentLink();

    /// <summary>Where the page's own state stands; the history below has those of before.</summary>
    private static string HeadOf(string page) => page[..page.IndexOf("page-actions", StringComparison.Ordinal)];
}
