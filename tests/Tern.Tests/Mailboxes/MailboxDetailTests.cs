using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>What the administrator sees and does on a mailbox's own page.</summary>
public abstract class MailboxDetailTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_certificate_made_here_is_uploaded_tried_and_in_use()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("made").Mail);

        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/certificate");
        var made = await CredentialAsync(mailbox, CredentialKind.Certificate);
        var refused = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials/{made.Id.Value}/try");
        var refusal = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        var publicPart = await ann.DownloadAsync($"/mailboxes/{mailbox}/credentials/{made.Id.Value}/public");
        App.Office.Simulator.Apps.AddCertificate(App.Office.App, publicPart);
        var works = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials/{made.Id.Value}/try");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("AADSTS700027", refusal, StringComparison.Ordinal);
        Assert.Equal("said=CredentialWorks", works.Headers.Location!.OriginalString.Split('?')[1]);
        await using var db = App.Database();
        Assert.Equal(made.Id, await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.Connection.WorkingCredentialId).SingleAsync(Ct));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains("replaced by Tern itself on", page, StringComparison.Ordinal);
        Assert.Contains("365 days left", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_secret_is_entered_counted_down_and_told_ahead()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("countdown").Mail);
        var secret = await CredentialAsync(mailbox, CredentialKind.Secret);
        var ends = DateOnly.FromDateTime(App.Time.GetUtcNow().AddDays(20).UtcDateTime);

        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials/{secret.Id.Value}/end", ("Ends", ends.ToString("yyyy-MM-dd")));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        await Eventually.TrueAsync(async () =>
        {
            App.Time.Advance(TimeSpan.FromMinutes(70)); // credentials are looked after once an hour
            await using var db = App.Database();
            return await db.HealthEvents.AnyAsync(e => e.MailboxId == mailbox && e.Note == "CredentialEnds", Ct);
        });

        Assert.Contains("The client secret in use ends in 20 days:", page, StringComparison.Ordinal);
        using var later = await App.SignInAsync();
        var history = WebUtility.HtmlDecode(await later.ReadAsync($"/mailboxes/{mailbox}"));
        Assert.Contains("A credential ends within 30 days; a new one must be entered before that.", history, StringComparison.Ordinal);
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "CredentialEnds" && r.Message.Contains(secret.Id.Value.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_secret_takes_over_and_the_first_can_be_forgotten_but_never_the_one_in_use()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("rollover").Mail);
        var first = await CredentialAsync(mailbox, CredentialKind.Secret);
        App.Office.Simulator.Apps.AddSecret(App.Office.App, "the second", App.Time.GetUtcNow().AddYears(1));

        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials", ("Secret", "the second"));
        await using var db = App.Database();
        var working = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.Connection.WorkingCredentialId).SingleAsync(Ct);
        var kept = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials/{working!.Value.Value}/remove");
        var forgotten = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/credentials/{first.Id.Value}/remove");

        Assert.NotEqual(first.Id, working);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.Redirect), (kept.StatusCode, forgotten.StatusCode));
        Assert.Equal([working.Value], await db.CredentialsOf(mailbox).Select(c => c.Id).ToListAsync(Ct));
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task A_secret_never_puts_a_certificate_aside_unasked_and_what_was_refused_says_so()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("aside").Mail);
        var here = $"/mailboxes/{mailbox}";
        var secret = await CredentialAsync(mailbox, CredentialKind.Secret);
        await ann.PostAsync(here, $"{here}/certificate");
        var made = await CredentialAsync(mailbox, CredentialKind.Certificate);
        App.Office.Simulator.Apps.AddCertificate(App.Office.App, await ann.DownloadAsync($"{here}/credentials/{made.Id.Value}/public"));
        await ann.PostAsync(here, $"{here}/credentials/{made.Id.Value}/try");
        await using var db = App.Database();
        Task<CredentialId?> WorkingAsync() => db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.Connection.WorkingCredentialId).SingleAsync(Ct);

        await ann.PostAsync(here, $"{here}/credentials/{secret.Id.Value}/try");
        var tried = await WorkingAsync();
        var added = await ann.PostAsync(here, $"{here}/credentials", ("Secret", "mistyped secret"));
        var known = await ann.PostAsync(here, $"{here}/credentials", ("Secret", "mistyped secret"));

        Assert.Equal(made.Id, tried);
        Assert.Equal(made.Id, await WorkingAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, added.StatusCode);
        var answer = WebUtility.HtmlDecode(await added.Content.ReadAsStringAsync(Ct));
        Assert.Contains("It is kept", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was stored", answer, StringComparison.Ordinal);
        Assert.Contains("already", WebUtility.HtmlDecode(await known.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Equal(3, await db.CredentialsOf(mailbox).CountAsync(Ct));
        var page = WebUtility.HtmlDecode(await ann.ReadAsync(here));
        Assert.Contains("<code>mis…</code>", page, StringComparison.Ordinal);
        Assert.Contains("Refused on", page, StringComparison.Ordinal);
        Assert.Contains(made.Thumbprint!, page, StringComparison.Ordinal);

        await ann.PostAsync(here, $"{here}/credentials/{secret.Id.Value}/use");
        Assert.Equal(secret.Id, await WorkingAsync());
    }

    [Fact]
    public async Task The_scope_is_named_looked_at_and_narrowed_from_the_mailboxs_page_too()
    {
        var registration = App.Office.Simulator.Apps.Add(App.Office.Tenant, "Scoped", applicationPermissions: ["Mail.ReadWrite", "Mail.Send"]);
        App.Office.Simulator.Apps.AddSecret(registration, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        var (mine, ceo) = (App.Office.Person("scoped").Mail, App.Office.Person("scoped-ceo").Mail);
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, mine, ("ClientId", registration.ClientId));
        var here = $"/mailboxes/{mailbox}";

        var own = await ann.PostAsync(here, $"{here}/scope", ("Forbidden", mine));
        var open = await ann.PostAsync(here, $"{here}/scope", ("Forbidden", ceo));
        var script = System.Text.Encoding.UTF8.GetString(await ann.DownloadAsync($"{here}/scope/narrow-tern.ps1"));
        registration.AllowedMailboxes = [mine];
        var narrowed = await ann.PostAsync(here, $"{here}/scope", ("Forbidden", ceo));
        var verified = await ann.PostAsync(here, $"{here}/verify");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, own.StatusCode);
        Assert.Contains("data-check=\"scope\" data-result=\"failed\"", await open.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains(mine, script, StringComparison.Ordinal);
        Assert.Contains("data-check=\"scope\" data-result=\"ok\"", await narrowed.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("data-check=\"scope\" data-result=\"ok\"", await verified.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_mailbox_is_not_said_to_have_been_checked()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("resting").Mail);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/pause", ("Paused", "true"));

        var checkedNow = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/check");

        Assert.Equal("said=StillPaused", checkedNow.Headers.Location!.OriginalString.Split('?')[1]);
    }

    [Fact]
    public async Task A_credential_of_another_mailbox_cannot_be_touched_from_here()
    {
        using var ann = await App.SignInAsync();
        var mine = await App.ConnectAsync(ann, App.Office.Person("mine").Mail);
        var theirs = await App.ConnectAsync(ann, App.Office.Person("theirs").Mail);
        var secret = await CredentialAsync(theirs, CredentialKind.Secret);

        foreach (var verb in (string[])["try", "use", "remove", "end"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await ann.PostAsync($"/mailboxes/{mine}", $"/mailboxes/{mine}/credentials/{secret.Id.Value}/{verb}", ("Ends", "2030-01-01"))).StatusCode);
        }
    }

    [Fact]
    public async Task Permissions_needed_and_granted_stand_side_by_side()
    {
        var narrow = App.Office.Simulator.Apps.Add(App.Office.Tenant, "Narrow", applicationPermissions: ["Mail.ReadWrite", "MailboxSettings.Read"]);
        App.Office.Simulator.Apps.AddSecret(narrow, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        App.Office.Simulator.Apps.GrantAdminConsent(narrow);
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("narrow").Mail, ("ClientId", narrow.ClientId));

        var page = await ann.ReadAsync($"/mailboxes/{mailbox}");

        Assert.Matches("data-permission=\"Mail.ReadWrite\"[^§]*?Granted", page.Replace("</li>", "§", StringComparison.Ordinal));
        Assert.Matches("data-permission=\"Mail.Send\"[^§]*?Not granted", page.Replace("</li>", "§", StringComparison.Ordinal));
        Assert.Contains("Granted beyond need", page, StringComparison.Ordinal);
        Assert.Contains("MailboxSettings.Read", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnostics_tell_states_and_dates_and_nothing_that_is_secret_or_personal()
    {
        using var ann = await App.SignInAsync();
        var address = App.Office.Person("diagnosed").Mail;
        var mailbox = await App.ConnectAsync(ann, address);
        await using (var db = App.Database())
        {
            // Microsoft's words name the person.
            db.HealthEvents.Add(new HealthEvent { MailboxId = mailbox, At = App.Time.GetUtcNow(), State = MailboxState.ActionNeeded, Note = "CredentialEnds", Detail = "The requested user 'o.diagnosed@contoso.example' is invalid." });
            await db.SaveChangesAsync(Ct);
        }

        App.Office.Write(address, "A subject that stays here", from: "Secretive <private@customer.example>");
        await App.CheckAsync(mailbox);

        var text = System.Text.Encoding.UTF8.GetString(await ann.DownloadAsync($"/mailboxes/{mailbox}/diagnostics"));

        using var json = JsonDocument.Parse(text);
        Assert.Equal("Healthy", json.RootElement.GetProperty("state").GetProperty("state").GetString());
        Assert.Equal(1, json.RootElement.GetProperty("mail").GetProperty("ingested").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("history").EnumerateArray());
        foreach (var hidden in (string[])[Office.Secret, "diagnosed@", "private@", "A subject", "Secretive", "eyJ"])
        {
            Assert.DoesNotContain(hidden, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task The_chain_is_walked_step_by_step_and_what_follows_a_failed_step_is_skipped()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("verified").Mail);

        var good = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/verify");
        App.Office.Simulator.Faults.Add(new Tern.Microsoft365Simulator.Fault { Id = "no mailbox", Path = "/v1.0/users/verified@contoso.example*", Status = 404, GraphCode = "MailboxNotEnabledForRESTAPI" });
        var bad = await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/verify");
        App.Office.Simulator.Faults.Clear();

        var (goodPage, badPage) = (await good.Content.ReadAsStringAsync(Ct), WebUtility.HtmlDecode(await bad.Content.ReadAsStringAsync(Ct)));
        foreach (var step in (string[])["settings", "network", "clock", "tenant", "token", "permissions", "mailbox", "read", "write"])
        {
            Assert.Contains($"data-check=\"{step}\" data-result=\"ok\"", goodPage, StringComparison.Ordinal);
        }

        Assert.Contains("data-check=\"mailbox\" data-result=\"failed\"", badPage, StringComparison.Ordinal);
        Assert.Contains("data-check=\"read\" data-result=\"skipped\"", badPage, StringComparison.Ordinal);
        Assert.Contains("MailboxNotEnabledForRESTAPI", badPage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_link_is_sent_on_and_its_answer_shown_and_a_link_is_good_once()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("consented").Mail);
        await ann.PostAsync($"/mailboxes/{mailbox}", $"/mailboxes/{mailbox}/consent");
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));
        var state = System.Text.RegularExpressions.Regex.Match(page, "adminconsent\\?[^\"]*state=(?<state>[\\w-]+)").Groups["state"].Value;

        // The administrator of the tenant is no agent of this desk.
        using var stranger = App.Browser();
        var answered = await stranger.GetAsync($"/mailboxes/consent?admin_consent=True&tenant={App.Office.Tenant.Id}&state={state}");
        var again = await stranger.GetAsync($"/mailboxes/consent?error=access_denied&state={state}");
        var after = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox}"));

        Assert.Contains("data-consent=\"asked\"", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, again.StatusCode);
        Assert.Contains("data-consent=\"given\"", after, StringComparison.Ordinal);
        Assert.DoesNotContain(state, after, StringComparison.Ordinal);
    }

    private async Task<Credential> CredentialAsync(MailboxId mailbox, CredentialKind kind)
    {
        await using var db = App.Database();
        return await db.CredentialsOf(mailbox).AsNoTracking().SingleAsync(c => c.Kind == kind, Ct);
    }
}

public sealed class SqliteMailboxDetailTests(SqliteApp app) : MailboxDetailTests<SqliteApp>(app);

public sealed class PostgreSqlMailboxDetailTests(PostgreSqlApp app) : MailboxDetailTests<PostgreSqlApp>(app);
