using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>What the wizard says and where it leads: to the answer, to what helps, back to where one came from, and never into a dead end.</summary>
public abstract class WizardGuidanceTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Narrowing_keeps_every_mailbox_of_the_registration_in_reach_and_says_what_may_happen_meanwhile()
    {
        var (registration, other) = (Register("narrowed"), Register("not-narrowed"));
        await App.EnterAsync(App.Office.Person("billing").Mail, clientId: registration.ClientId.ToUpperInvariant());
        await App.EnterAsync(App.Office.Person("elsewhere").Mail, clientId: other.ClientId);
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Scope, App.Office.Person("hr").Mail, ("ClientId", registration.ClientId));

        var page = await walk.ReadAsync("scope");
        var script = Encoding.UTF8.GetString(await ann.DownloadAsync($"{walk.Path}/scope/narrow-tern.ps1"));

        Assert.Contains("@('hr@contoso.example', 'billing@contoso.example')", script, StringComparison.Ordinal);
        Assert.DoesNotContain("elsewhere@contoso.example", page, StringComparison.Ordinal);
        Assert.Contains("hr@contoso.example, billing@contoso.example", page, StringComparison.Ordinal);
        Assert.Contains("these mailboxes may be refused", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_out_of_reach_counts_only_where_the_own_one_opens_with_a_token_of_now()
    {
        var (own, forbidden) = (App.Office.Person("own-scope").Mail, App.Office.Person("out-of-scope").Mail);
        using var ann = await App.SignInAsync();
        var registration = Register("all-refused", isConsented: false);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Scope, own, ("ClientId", registration.ClientId));

        await walk.TakeAsync("scope", ("Forbidden", forbidden));
        Assert.Equal((CheckResult.Skipped, "ScopeOwnRefused"), await walk.LineAsync(SetupStep.Scope, "scope") is var nothing ? (nothing.Result, nothing.Hint) : default);
        Assert.False((await walk.AnswersAsync()).IsDone(SetupStep.Scope));
        Assert.Contains("Go on all the same", await walk.ReadAsync("scope"), StringComparison.Ordinal);

        // The token of before carries none of the rights that were given since.
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        registration.AllowedMailboxes = [own];
        await walk.TakeAsync("scope", ("Forbidden", forbidden));
        Assert.Equal((CheckResult.Ok, "ScopeRefused"), await walk.LineAsync(SetupStep.Scope, "scope") is var line ? (line.Result, line.Hint) : default);

        var mailbox = await walk.ConnectAsync();
        Assert.Contains("data-check=\"scope\" data-result=\"ok\"", await VerifyAsync(ann, mailbox), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifying_promises_no_proof_that_never_comes()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.EnterAsync(App.Office.Person("verified-later").Mail);

        Assert.DoesNotContain("proof", await VerifyAsync(ann, mailbox), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Connecting_takes_the_choice_that_is_seen_and_nothing_begins_without_one()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, App.Office.Person("choosing").Mail);

        var page = await walk.ReadAsync("import");

        Assert.Contains($"form=\"import\" formaction=\"{walk.Path}/import/begin\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($" action=\"{walk.Path}/import/begin\"", page, StringComparison.Ordinal);
        Assert.Equal($"{walk.Path}/import", await walk.TakeAsync("import/begin"));
        await using var db = App.Database();
        Assert.False(await db.Mailboxes.AnyAsync(m => m.Address == "choosing@contoso.example", Ct));
    }

    [Fact]
    public async Task An_administrator_who_consents_comes_back_to_the_step_which_has_looked_already()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("consents", isConsented: false);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, App.Office.Person("consents").Mail, ("ClientId", registration.ClientId));
        await walk.ReadAsync("consent"); // asks
        await walk.TakeAsync("consent");
        Assert.Contains("data-check=\"permissions\" data-result=\"failed\"", await walk.ReadAsync("consent"), StringComparison.Ordinal);

        // Declined: back in the step, and what was looked at before says nothing any more.
        var declined = await ann.GetAsync($"/mailboxes/consent?error=access_denied&error_description=AADSTS65004%3A%20declined&state={await StateAsync(walk)}");
        Assert.Equal($"{walk.Path}/consent", declined.Headers.Location?.OriginalString);
        var refused = await walk.ReadAsync("consent");
        Assert.Contains("AADSTS65004", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("data-check", refused, StringComparison.Ordinal);

        await walk.TakeAsync("consent/ask");
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        var given = await ann.GetAsync($"/mailboxes/consent?admin_consent=True&tenant={App.Office.Tenant.Id}&state={await StateAsync(walk)}");
        Assert.Equal($"{walk.Path}/consent", given.Headers.Location?.OriginalString);
        var page = await walk.ReadAsync("consent");
        Assert.Contains("data-check=\"permissions\" data-result=\"ok\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Check it now", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody has answered", page, StringComparison.Ordinal);
        Assert.True((await walk.AnswersAsync()).IsDone(SetupStep.Consent));

        // The same page loaded again says that the link is used, and where to go.
        var again = await ann.GetAsync($"/mailboxes/consent?admin_consent=True&tenant={App.Office.Tenant.Id}&state=used");
        Assert.Contains("href=\"/mailboxes\"", await again.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_somebody_else_gave_is_looked_into_when_the_step_is_seen_and_shown_once()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("sent-on", isConsented: false);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, App.Office.Person("sent-on").Mail, ("ClientId", registration.ClientId));
        await walk.ReadAsync("consent"); // asks
        using var boss = App.Browser();

        // Microsoft says yes, and the token does not have it yet.
        var thanks = await boss.GetAsync($"/mailboxes/consent?admin_consent=True&tenant={App.Office.Tenant.Id}&state={await StateAsync(walk)}");

        Assert.Equal(HttpStatusCode.OK, thanks.StatusCode);
        Assert.DoesNotContain("href=\"/mailboxes\"", await thanks.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var page = await walk.ReadAsync("consent");
        Assert.Contains("data-check=\"permissions\" data-result=\"failed\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Consent was given on", page, StringComparison.Ordinal);
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        await walk.TakeAsync("consent");
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Consent, "permissions")).Result);
    }

    [Fact]
    public async Task Consent_from_a_mailbox_page_leads_back_to_it_and_the_mailbox_goes_on_at_once()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("goes-on", isConsented: false);
        await App.EnterAsync(App.Office.Person("goes-first").Mail, clientId: registration.ClientId);
        var mailbox = await App.EnterAsync(App.Office.Person("goes-on").Mail, clientId: registration.ClientId);
        Assert.Equal(MailboxState.ActionNeeded, (await App.HealthAsync(mailbox)).State);

        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/consent");
        Assert.Contains("Asked: <", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);
        var declined = await ann.GetAsync($"/mailboxes/consent?error=access_denied&state={await StateAsync(mailbox)}");
        Assert.Equal($"/mailboxes/{mailbox}#consent", declined.Headers.Location?.OriginalString);

        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/consent");
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        var given = await ann.GetAsync($"/mailboxes/consent?admin_consent=True&tenant={App.Office.Tenant.Id}&state={await StateAsync(mailbox)}");

        Assert.Equal($"/mailboxes/{mailbox}?said=ConsentGiven", given.Headers.Location?.OriginalString);
        Assert.Contains("Consent was given", await ann.ReadAsync($"/mailboxes/{mailbox}?said=ConsentGiven"), StringComparison.Ordinal);
        await Eventually.TrueAsync(async () => (await App.HealthAsync(mailbox)).State == MailboxState.Healthy);
    }

    [Fact]
    public async Task A_check_leads_to_what_it_found_and_what_was_not_taken_stands_beside_nothing_of_before()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, App.Office.Person("results").Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));
        (string, string)[] entered = [("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId)];

        Assert.Equal($"{walk.Path}/registration#results", await walk.TakeAsync("registration", [.. entered, ("Secret", "mistyped")]));
        var page = await walk.ReadAsync("registration");
        Assert.Contains("id=\"results\" tabindex=\"-1\"", page, StringComparison.Ordinal);
        Assert.Contains("and enters it above.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("mailbox page", page, StringComparison.Ordinal);

        var refused = await walk.PostAsync("registration", [.. entered, ("Secret", "3f2504e0-4f89-41d3-9a0c-0305e82c3301")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.DoesNotContain("data-check", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await walk.TakeAsync("registration", [.. entered, ("Secret", Office.Secret)]);
        Assert.Equal($"{walk.Path}/consent#results", await walk.TakeAsync("consent"));
        Assert.Equal($"{walk.Path}/mailbox#results", await walk.TakeAsync("mailbox"));
        Assert.Equal($"{walk.Path}/scope#results", await walk.TakeAsync("scope", ("Forbidden", App.Office.Person("seen").Mail), ("Anyway", "false")));
        await walk.TakeAsync("scope/skip");
        Assert.Equal($"{walk.Path}/import#results", await walk.TakeAsync("import", ("Import", "all")));
        Assert.Contains("id=\"results\"", await walk.ReadAsync("import"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_begun_is_found_under_the_mailboxes_and_is_discarded_only_when_that_is_meant()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, App.Office.Person("begun").Mail);
        foreach (var page in (string[])["/mailboxes", "/mailboxes/connect"])
        {
            var line = Line(await ann.ReadAsync(page), walk);
            Assert.Contains("begun@contoso.example", line, StringComparison.Ordinal);
            Assert.Contains($"href=\"{walk.Path}\"", line, StringComparison.Ordinal);
            Assert.True(line.IndexOf("<summary", StringComparison.Ordinal) < line.IndexOf($"{walk.Path}/discard", StringComparison.Ordinal)); // folded away behind a question
        }

        var connected = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, App.Office.Person("unproved-yet").Mail);
        await connected.ConnectAsync();

        var unproved = Line(await ann.ReadAsync("/mailboxes"), connected);
        Assert.Contains("Connected; the proof was not finished", unproved, StringComparison.Ordinal);
        Assert.Contains(">Finish<", unproved, StringComparison.Ordinal);
        Assert.DoesNotContain("discard", unproved, StringComparison.OrdinalIgnoreCase);
        await connected.TakeAsync("proof/finish");
        Assert.DoesNotContain(connected.Path, await ann.ReadAsync("/mailboxes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proof_without_consent_leads_to_the_consent_and_nothing_green_stands_above_what_is_needed()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("unproved-consent", isConsented: false);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, App.Office.Person("unproved-consent").Mail, ("ClientId", registration.ClientId));
        var mailbox = await App.CheckedAsync(await walk.ConnectAsync());

        await walk.TakeAsync("proof");

        Assert.Equal("ProofWithoutConsent", (await walk.AnswersAsync()).RoundTrip?.Problem?.Hint);
        Assert.Contains($"href=\"/mailboxes/{mailbox}#consent\"", await walk.ReadAsync("proof"), StringComparison.Ordinal);

        Assert.Equal(MailboxState.ActionNeeded, (await App.HealthAsync(mailbox)).State);
        Assert.Equal($"/mailboxes/{mailbox}", await walk.TakeAsync("proof/finish"));

        // Rights stand in the token: trying again takes a new one.
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        await walk.TakeAsync("proof");
        Assert.Null((await walk.AnswersAsync()).RoundTrip?.Problem);
    }

    [Fact]
    public async Task An_address_that_is_connected_or_begun_already_leads_to_where_it_is()
    {
        using var ann = await App.SignInAsync();
        var taken = await App.EnterAsync(App.Office.Person("taken-twice").Mail);
        var first = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, App.Office.Person("begun-twice").Mail);
        var second = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Way, "");

        var refused = await second.PostAsync("way", ("Address", "taken-twice@contoso.example"));
        Assert.Contains($"href=\"/mailboxes/{taken}\"", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        await second.TakeAsync("way", ("Address", "Begun-Twice@contoso.example"), ("Administrator", "true"), ("ComesBack", "true"));

        Assert.Contains($"data-twin=\"{first.Id.Value}\"", await second.ReadAsync("registration"), StringComparison.Ordinal);
        await first.TakeAsync("discard");
        Assert.DoesNotContain("data-twin", await second.ReadAsync("registration"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_hand_each_press_is_named_and_the_second_address_is_added_afterwards()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, App.Office.Person("by-hand").Mail, ("Way", "SignIn"));
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));

        var page = await walk.ReadAsync("registration");
        int At(string text) => page.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at ? at : throw new InvalidOperationException($"The page does not say: {text}");

        Assert.True(At("mailboxes/callback") < At("Press Register.") && At("Press Register.") < At("Add URI") && At("Add URI") < page.LastIndexOf("mailboxes/consent", StringComparison.Ordinal));
        Assert.True(At("Press Register.") < At("Directory (tenant) ID"));
        Assert.True(At("The way you chose:") < At("Sign in with Microsoft</strong>"));
    }

    private static string Line(string page, WizardWalk walk)
    {
        var begin = page.IndexOf($"data-setup=\"{walk.Id.Value}\"", StringComparison.Ordinal);
        Assert.True(begin > 0, "It is not listed.");
        return WebUtility.HtmlDecode(page[begin..page.IndexOf("</li>", begin, StringComparison.Ordinal)]);
    }

    private static async Task<string> VerifyAsync(TernClient ann, MailboxId mailbox) =>
        WebUtility.HtmlDecode(await (await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/verify")).Content.ReadAsStringAsync(Ct));

    private AppRegistration Register(string name, bool isConsented = true)
    {
        var registration = App.Office.Simulator.Apps.Add(App.Office.Tenant, name, redirectUris: [$"{App.PublicUrl}mailboxes/consent"], applicationPermissions: ["Mail.ReadWrite", "Mail.Send"]);
        App.Office.Simulator.Apps.AddSecret(registration, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        if (isConsented)
        {
            App.Office.Simulator.Apps.GrantAdminConsent(registration);
        }

        return registration;
    }

    private async Task<string> StateAsync(WizardWalk walk)
    {
        var id = walk.Id;
        await using var db = App.Database();
        var connection = await db.MailboxSetups.Where(s => s.Id == id).Select(s => s.ConnectionId).SingleAsync(Ct);
        return (await db.Connections.Where(c => c.Id == connection).Select(c => c.ConsentState).SingleAsync(Ct))!;
    }

    private async Task<string> StateAsync(MailboxId mailbox)
    {
        await using var db = App.Database();
        return (await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.Connection.ConsentState).SingleAsync(Ct))!;
    }
}

public sealed class WizardGuidanceOnSqlite(SqliteApp app) : WizardGuidanceTests<SqliteApp>(app);

public sealed class WizardGuidanceOnPostgreSql(PostgreSqlApp app) : WizardGuidanceTests<PostgreSqlApp>(app);
