using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes;

/// <summary>Each step of the wizard with something wrong: what it says, that it leads no further by itself, and that it changes nothing.</summary>
public abstract class WizardFailureTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly string[] Application = ["Mail.ReadWrite", "Mail.Send"];

    // Preflight

    [Fact]
    public async Task A_name_that_is_not_found_is_a_matter_of_the_network_and_never_of_signing_in()
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);
        var broken = App.Office.Simulator.Faults.Add(new Fault { Id = "dns", Path = "*", Down = HttpRequestError.NameResolutionError });

        await walk.TakeAsync("preflight");
        App.Office.Simulator.Faults.Remove(broken.Id);

        var (entra, graph) = (await walk.LineAsync(SetupStep.Preflight, "entra"), await walk.LineAsync(SetupStep.Preflight, "graph"));
        Assert.Equal((CheckResult.Failed, FaultCodes.NameUnresolved), (entra.Result, entra.Code));
        Assert.Equal((CheckResult.Failed, FaultCodes.NameUnresolved), (graph.Result, graph.Code));
        Assert.Equal(CheckResult.Skipped, (await walk.LineAsync(SetupStep.Preflight, "clock")).Result);
        Assert.Equal($"{walk.Path}/preflight", (await walk.PostAsync("way", ("Address", "a@contoso.example"))).Headers.Location!.OriginalString);
        Assert.DoesNotContain("Sign in", await MainAsync(walk, "preflight"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_page_in_between_is_told_from_Microsoft_by_what_it_answers()
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);
        var captive = App.Office.Simulator.Faults.Add(new Fault { Id = "captive", Path = "*", Status = 200, ContentType = "text/html", Body = "<html>Welcome to the hotel</html>" });

        await walk.TakeAsync("preflight");
        App.Office.Simulator.Faults.Remove(captive.Id);

        Assert.Equal(CheckResult.Failed, (await walk.LineAsync(SetupStep.Preflight, "entra")).Result);
        Assert.Equal(CheckResult.Failed, (await walk.LineAsync(SetupStep.Preflight, "graph")).Result);
        await walk.TakeAsync("preflight");
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Preflight, "entra")).Result);
    }

    [Fact]
    public async Task Hosts_of_a_cloud_of_ones_own_are_asked_for_and_must_be_whole_addresses()
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);

        var refused = await walk.PostAsync("preflight", ("Cloud", "Custom"), ("CustomAuthority", "login.example"), ("CustomGraph", "http://graph.example/v1.0"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    // Way

    [Fact]
    public async Task No_address_and_one_that_is_connected_already_lead_no_further()
    {
        using var ann = await App.SignInAsync();
        var taken = App.Office.Person("taken-once").Mail;
        await App.EnterAsync(taken);
        var walk = await WizardWalk.BeginAsync(App, ann);
        await walk.TakeAsync("preflight", ("Anyway", "true"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walk.PostAsync("way", ("Address", "nobody"))).StatusCode);
        var twice = await walk.PostAsync("way", ("Address", taken.ToUpperInvariant()));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Contains("connected already", await twice.Content.ReadAsStringAsync(Ct), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("true", "true", "App")]
    [InlineData("true", "false", "App")]
    [InlineData("false", "true", "SignIn")]
    [InlineData("false", "false", "Device")]
    public async Task Three_answers_yield_a_way(string administrator, string comesBack, string way)
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);
        await walk.TakeAsync("preflight", ("Anyway", "true"));

        await walk.TakeAsync("way", ("Address", "somebody@contoso.example"), ("Administrator", administrator), ("ComesBack", comesBack));

        Assert.Equal(Enum.Parse<ConnectWay>(way), (await walk.AnswersAsync()).Way);
    }

    // Registration

    [Fact]
    public async Task The_id_of_a_secret_is_told_from_its_value_and_nothing_is_kept_of_it()
    {
        using var ann = await App.SignInAsync();
        var walk = await AtRegistrationAsync(ann, "secret-id");

        var refused = await walk.PostAsync("registration", ("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId), ("Secret", "3f2504e0-4f89-41d3-9a0c-0305e82c3301"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("not its value", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct)), StringComparison.Ordinal);
        Assert.Empty(await CredentialsAsync(walk));
    }

    [Fact]
    public async Task A_wrong_secret_an_unknown_application_and_an_unknown_tenant_are_refused_for_what_they_are()
    {
        using var ann = await App.SignInAsync();
        var walk = await AtRegistrationAsync(ann, "wrong-secret");
        (string, string)[] right = [("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId)];

        await walk.TakeAsync("registration", [.. right, ("Secret", "mistyped")]);
        Assert.Equal((CheckResult.Failed, FaultCodes.SecretWrong), await CodeAsync(walk, SetupStep.Registration, "credential"));
        Assert.Equal($"{walk.Path}/registration", await walk.TakeAsync("consent"));

        await walk.TakeAsync("registration", [("Tenant", App.Office.Tenant.Id), ("ClientId", Guid.CreateVersion7(App.Time.GetUtcNow()).ToString()), ("Secret", Office.Secret)]);
        Assert.Equal((CheckResult.Failed, FaultCodes.AppUnknown), await CodeAsync(walk, SetupStep.Registration, "credential"));

        await walk.TakeAsync("registration", [("Tenant", "nowhere.example"), ("ClientId", App.Office.App.ClientId)]);
        Assert.Equal((CheckResult.Failed, FaultCodes.TenantUnknown), await CodeAsync(walk, SetupStep.Registration, "tenant"));
        Assert.Equal(CheckResult.Skipped, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);

        // What was right is kept: only what is wrong is entered again, and the mistyped secret stays nowhere.
        await walk.TakeAsync("registration", [.. right, ("Secret", Office.Secret)]);
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);
        Assert.Single(await CredentialsAsync(walk));
    }

    [Fact]
    public async Task Fields_that_cannot_be_right_are_named_before_Microsoft_is_asked()
    {
        using var ann = await App.SignInAsync();
        var walk = await AtRegistrationAsync(ann, "fields");
        var before = App.Office.Simulator.RequestLog.Total;

        var refused = await walk.PostAsync("registration", ("Tenant", ""), ("ClientId", "Tern"), ("ObjectId", "Tern"), ("Secret", ""));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.DoesNotContain(App.Office.Simulator.RequestLog.Entries, e => e.Number > before && e.Path.Contains("token", StringComparison.Ordinal) && e.App is null);
    }

    [Fact]
    public async Task A_token_file_is_one_that_the_operator_names_and_holds_a_token()
    {
        using var ann = await App.SignInAsync();
        var walk = await AtRegistrationAsync(ann, "token-file");
        Task<HttpResponseMessage> Choose(string file) => walk.PostAsync("registration/proof", ("Proof", "Federated"), ("TokenFile", file));
        var other = Path.Combine(App.DataPath, "another-token");
        await File.WriteAllTextAsync(other, "e30.e30.e30", Ct);

        var unknown = await Choose(other);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("Microsoft365:FederatedTokenFiles", await unknown.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

        await File.WriteAllTextAsync(App.TokenFile, "a password", Ct);
        var none = await Choose(App.TokenFile);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, none.StatusCode);
        Assert.Contains("three parts separated by dots", await none.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    // Consent

    [Fact]
    public async Task Without_consent_nothing_leads_on_and_a_refusal_says_who_can_help()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("without-consent");
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, App.Office.Person("without-consent").Mail, ("ClientId", registration.ClientId));

        await walk.ReadAsync("consent"); // asks
        await walk.TakeAsync("consent");

        Assert.Equal((CheckResult.Failed, "ConsentNotGiven"), await HintAsync(walk, SetupStep.Consent, "permissions"));
        var state = await StateAsync(walk);
        using var boss = App.Browser();
        var back = await boss.GetAsync($"/mailboxes/consent?error=access_denied&error_description=AADSTS650051%3A%20not%20today&state={state}");
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        Assert.Contains("AADSTS650051", await walk.ReadAsync("consent"), StringComparison.Ordinal);
        Assert.False((await walk.AnswersAsync()).IsDone(SetupStep.Consent));
    }

    [Fact]
    public async Task The_state_of_a_consent_is_good_for_one_answer_from_the_right_tenant_and_needs_no_account_here()
    {
        using var ann = await App.SignInAsync();
        var registration = Register("consent-state");
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, App.Office.Person("consent-state").Mail, ("ClientId", registration.ClientId));
        await walk.ReadAsync("consent"); // asks
        var state = await StateAsync(walk);
        using var boss = App.Browser();
        string Answer(string tenant, string? of) => $"/mailboxes/consent?admin_consent=True&tenant={tenant}&state={of}";

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await boss.GetAsync(Answer(App.Office.Tenant.Id, "guessed"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await boss.GetAsync("/mailboxes/consent?admin_consent=True")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await boss.GetAsync(Answer(Guid.CreateVersion7(App.Time.GetUtcNow()).ToString(), state))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await boss.GetAsync(Answer(App.Office.Tenant.Id, state))).StatusCode);
        Assert.Contains("tenant", (await ConnectionAsync(walk)).ConsentProblem, StringComparison.Ordinal);

        // A new link, and now it is given.
        await walk.TakeAsync("consent/ask");
        var second = await StateAsync(walk);
        Assert.NotEqual(state, second);
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        Assert.Equal(HttpStatusCode.OK, (await boss.GetAsync(Answer(App.Office.Tenant.Id, second))).StatusCode);
        Assert.Null((await ConnectionAsync(walk)).ConsentProblem);
        await walk.TakeAsync("consent");
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Consent, "permissions")).Result);
    }

    [Fact]
    public async Task A_wrong_account_is_refused_with_both_named_and_another_one_later_only_when_it_is_confirmed()
    {
        var (right, wrong) = (App.Office.Person("right-account"), App.Office.Person("wrong-account"));
        using var ann = await App.SignInAsync();
        var registration = Register("accounts", isConsented: true);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, right.Mail, ("Way", "SignIn"), ("ClientId", registration.ClientId));
        await walk.TakeAsync("consent");
        Assert.Equal((CheckResult.Failed, "NobodySignedIn"), await HintAsync(walk, SetupStep.Consent, "sign-in"));

        var refused = await SignInAsync(walk, ann, wrong);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains($"{wrong.Mail} ({wrong.Id})", page, StringComparison.Ordinal);
        Assert.Contains(right.Mail, page, StringComparison.Ordinal);
        Assert.False((await walk.AnswersAsync()).IsDone(SetupStep.Consent));

        var accepted = await SignInAsync(walk, ann, right);
        Assert.Equal($"{walk.Path}/consent", accepted.Headers.Location?.OriginalString);
        Assert.Contains(right.Id, await walk.ReadAsync("consent"), StringComparison.Ordinal);

        // The mailbox is given to somebody else: an account of the same address and another object id is not the one of before.
        var (id, before) = (await ConnectionAsync(walk), Guid.CreateVersion7(App.Time.GetUtcNow()).ToString());
        await using (var db = App.Database())
        {
            await db.Grants.Where(g => g.ConnectionId == id.Id).ExecuteUpdateAsync(set => set.SetProperty(g => g.SignedInObjectId, before), Ct);
        }

        var other = await SignInAsync(walk, ann, right);
        var asked = WebUtility.HtmlDecode(await other.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains(before, asked, StringComparison.Ordinal);
        Assert.Contains(right.Id, asked, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await SignInAsync(walk, ann, right, "?other=true")).StatusCode);
        await using var stored = App.Database();
        Assert.Equal(right.Id, await stored.Grants.Where(g => g.ConnectionId == id.Id).Select(g => g.SignedInObjectId).SingleAsync(Ct));
    }

    // Mailbox

    [Fact]
    public async Task A_mailbox_without_a_licence_one_that_is_not_there_and_one_out_of_reach_are_told_apart()
    {
        var unlicensed = App.Office.Person("unlicensed");
        unlicensed.IsLicensed = false;
        using var ann = await App.SignInAsync();
        var registration = Register("mailboxes", isConsented: true, more: "User.Read.All");
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, unlicensed.Mail, ("ClientId", registration.ClientId));

        await walk.TakeAsync("mailbox");
        Assert.Equal((CheckResult.Failed, FaultCodes.MailboxUnavailable), await CodeAsync(walk, SetupStep.Mailbox, "mailbox"));
        Assert.Equal((CheckResult.Failed, "NoLicence"), await HintAsync(walk, SetupStep.Mailbox, "licence"));

        await walk.TakeAsync("mailbox", ("Address", $"nobody-there@{App.Office.Tenant.MailDomain}"));
        Assert.Equal((CheckResult.Failed, FaultCodes.MailboxUnknown), await CodeAsync(walk, SetupStep.Mailbox, "mailbox"));
        Assert.Equal(CheckResult.Skipped, (await walk.LineAsync(SetupStep.Mailbox, "write")).Result);

        registration.AllowedMailboxes = [App.Office.Person("only-this").Mail];
        await walk.TakeAsync("mailbox", ("Address", App.Office.Person("out-of-reach").Mail));
        Assert.Equal(CheckResult.Skipped, (await walk.LineAsync(SetupStep.Mailbox, "mailbox")).Result);
        Assert.Equal(CheckResult.Failed, (await walk.LineAsync(SetupStep.Mailbox, "read")).Result);
        Assert.Equal($"{walk.Path}/mailbox", await walk.TakeAsync("scope/skip"));
    }

    [Fact]
    public async Task Reading_without_writing_is_one_line_of_its_own_and_probes_leave_nothing_behind()
    {
        var account = App.Office.Person("read-only");
        using var ann = await App.SignInAsync();
        var reading = App.Office.Simulator.Apps.Add(App.Office.Tenant, "reading", applicationPermissions: ["Mail.Read"]);
        App.Office.Simulator.Apps.AddSecret(reading, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        App.Office.Simulator.Apps.GrantAdminConsent(reading);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, account.Mail, ("ClientId", reading.ClientId));

        await walk.TakeAsync("mailbox");
        Assert.Equal(
            (CheckResult.Ok, CheckResult.Ok, CheckResult.Failed, CheckResult.Failed),
            ((await walk.LineAsync(SetupStep.Mailbox, "mailbox")).Result, (await walk.LineAsync(SetupStep.Mailbox, "read")).Result, (await walk.LineAsync(SetupStep.Mailbox, "write")).Result, (await walk.LineAsync(SetupStep.Mailbox, "send")).Result));

        var writing = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, account.Mail);
        await writing.TakeAsync("mailbox");
        Assert.Equal(CheckResult.Ok, (await writing.LineAsync(SetupStep.Mailbox, "write")).Result);
        Assert.Empty(App.Office.Simulator.Mailboxes.Of(account).Messages.Values);
    }

    [Fact]
    public async Task An_alias_is_told_from_the_address_and_may_be_the_sender_and_the_free_domain_is_warned_of()
    {
        var account = App.Office.Person("primary");
        var alias = $"info@{App.Office.Tenant.MailDomain}";
        App.Office.Simulator.Users.SetAliases(account, [alias]);
        using var ann = await App.SignInAsync();
        var registration = Register("aliases", isConsented: true, more: "User.Read.All");
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, alias, ("ClientId", registration.ClientId));

        await walk.TakeAsync("mailbox");
        Assert.Equal((CheckResult.Warning, "AddressIsAlias"), await HintAsync(walk, SetupStep.Mailbox, "alias"));
        Assert.Contains(account.Mail, await walk.ReadAsync("mailbox"), StringComparison.Ordinal);

        await walk.TakeAsync("mailbox", ("Address", account.Mail), ("Sender", alias), ("Anyway", "true"));
        await walk.TakeAsync("scope/skip");
        var mailbox = await walk.ConnectAsync();
        await using var db = App.Database();
        Assert.Equal((account.Mail, alias), await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => new ValueTuple<string, string?>(m.Address, m.SenderAddress)).SingleAsync(Ct));

        var free = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, "desk@contoso.onmicrosoft.com");
        await free.TakeAsync("mailbox");
        Assert.Equal((CheckResult.Warning, "FreeDomain"), await HintAsync(free, SetupStep.Mailbox, "domain"));
    }

    // Scope

    [Fact]
    public async Task A_mailbox_that_must_be_out_of_reach_is_really_asked_for()
    {
        var (own, forbidden) = (App.Office.Person("scoped").Mail, App.Office.Person("forbidden").Mail);
        using var ann = await App.SignInAsync();
        var registration = Register("scopes", isConsented: true);
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Scope, own, ("ClientId", registration.ClientId));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walk.PostAsync("scope", ("Forbidden", own.ToUpperInvariant()))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walk.PostAsync("scope", ("Forbidden", "nobody"))).StatusCode);
        await walk.TakeAsync("scope", ("Forbidden", $"not-there@{App.Office.Tenant.MailDomain}"));
        Assert.Equal((CheckResult.Failed, "ScopeNoMailbox"), await HintAsync(walk, SetupStep.Scope, "scope"));
        await walk.TakeAsync("scope", ("Forbidden", forbidden));
        Assert.Equal((CheckResult.Failed, "ScopeOpen"), await HintAsync(walk, SetupStep.Scope, "scope"));
        var page = await walk.ReadAsync("scope");
        Assert.Contains("New-ManagementRoleAssignment", page, StringComparison.Ordinal);
        Assert.Contains("add up", page, StringComparison.Ordinal);

        registration.AllowedMailboxes = [own];
        await walk.TakeAsync("scope", ("Forbidden", forbidden));
        Assert.Equal((CheckResult.Ok, "ScopeRefused"), await HintAsync(walk, SetupStep.Scope, "scope"));
    }

    // First import

    [Fact]
    public async Task The_dry_run_shows_what_would_come_and_nothing_is_read_marked_or_answered()
    {
        var account = App.Office.Person("import");
        for (var i = 1; i <= 12; i++)
        {
            App.Office.Write(account.Mail, $"Letter {i}");
        }

        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, account.Mail);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walk.PostAsync("import", ("Import", "days"), ("Days", "0"))).StatusCode);

        await walk.TakeAsync("import", ("Import", "days"), ("Days", "7"));

        var preview = (await walk.AnswersAsync()).Preview!;
        Assert.Equal((12, 10), (preview.Count, preview.First.Count));
        var page = await walk.ReadAsync("import");
        Assert.Contains("Carla Customer", page, StringComparison.Ordinal);
        Assert.All(App.Office.Simulator.Mailboxes.Of(account).Messages.Values, message => Assert.False(message.IsRead));
        Assert.DoesNotContain(App.Office.Inbox("carla@customer.example"), m => m.From.Mailboxes.Any(from => from.Address == account.Mail));

        await walk.ConnectAsync("days");
        Assert.Null((await walk.AnswersAsync()).Preview); // whose mail it was is not kept
        Assert.Equal($"{walk.Path}/proof", await walk.TakeAsync("import/begin", ("Import", "all"))); // pressed twice
        await using var db = App.Database();
        Assert.Equal(1, await db.Mailboxes.CountAsync(m => m.Address == account.Mail, Ct));
    }

    [Fact]
    public async Task A_mailbox_that_was_connected_elsewhere_meanwhile_is_not_connected_twice()
    {
        var account = App.Office.Person("meanwhile");
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, account.Mail);
        await App.EnterAsync(account.Mail);

        var refused = await walk.PostAsync("import/begin", ("Import", "now"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    // Proof

    [Fact]
    public async Task A_test_mail_that_Microsoft_refuses_says_why_and_may_be_sent_again_or_left_out()
    {
        var account = App.Office.Person("unproved");
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, account.Mail);
        var mailbox = await walk.ConnectAsync("now");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await walk.PostAsync("proof", ("To", "nobody"))).StatusCode);
        var refusing = App.Office.Simulator.Faults.Add(new Fault { Id = "refusing", Path = "*/sendMail", Status = 403, GraphCode = "ErrorAccessDenied" });

        await walk.TakeAsync("proof");
        App.Office.Simulator.Faults.Remove(refusing.Id);

        Assert.Equal(FaultCodes.AccessDenied, (await walk.AnswersAsync()).RoundTrip?.Problem?.Code);
        Assert.Contains("Try again", await walk.ReadAsync("proof"), StringComparison.Ordinal);
        Assert.Equal($"/mailboxes/{mailbox}?said=Connected", await walk.TakeAsync("proof/finish"));
        Assert.Equal(StepState.Skipped, (await walk.AnswersAsync()).Steps[SetupStep.Proof]);
    }

    private async Task<WizardWalk> AtRegistrationAsync(TernClient ann, string name)
    {
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, App.Office.Person(name).Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));
        return walk;
    }

    private AppRegistration Register(string name, bool isConsented = false, params string[] more)
    {
        var registration = App.Office.Simulator.Apps.Add(
            App.Office.Tenant,
            name,
            redirectUris: [$"{App.PublicUrl}mailboxes/callback", $"{App.PublicUrl}mailboxes/consent"],
            applicationPermissions: [.. Application, .. more],
            delegatedPermissions: [.. Application, "User.Read"]);
        App.Office.Simulator.Apps.AddSecret(registration, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        if (isConsented)
        {
            App.Office.Simulator.Apps.GrantAdminConsent(registration);
        }

        return registration;
    }

    private async Task<HttpResponseMessage> SignInAsync(WizardWalk walk, TernClient ann, User account, string query = "")
    {
        var leaving = await ann.GetAsync($"{walk.Path}/sign-in{query}");
        return await ann.GetAsync(App.Office.SignIn(leaving.Headers.Location!, account)!.PathAndQuery);
    }

    private static async Task<(CheckResult Result, string? Code)> CodeAsync(WizardWalk walk, SetupStep step, string name) => await walk.LineAsync(step, name) is var line ? (line.Result, line.Code) : default;

    private static async Task<(CheckResult Result, string? Hint)> HintAsync(WizardWalk walk, SetupStep step, string name) => await walk.LineAsync(step, name) is var line ? (line.Result, line.Hint) : default;

    private static async Task<string> MainAsync(WizardWalk walk, string step) => await walk.ReadAsync(step) is var page ? page[page.IndexOf("<main", StringComparison.Ordinal)..] : "";

    private async Task<string> StateAsync(WizardWalk walk) => (await ConnectionAsync(walk)).ConsentState!;

    private async Task<Connection> ConnectionAsync(WizardWalk walk)
    {
        var id = walk.Id;
        await using var db = App.Database();
        var connection = await db.MailboxSetups.Where(s => s.Id == id).Select(s => s.ConnectionId).SingleAsync(Ct);
        return await db.Connections.AsNoTracking().Include(c => c.Credentials).SingleAsync(c => c.Id == connection, Ct);
    }

    private async Task<IReadOnlyList<Credential>> CredentialsAsync(WizardWalk walk) => (await ConnectionAsync(walk)).Credentials;
}

public sealed class WizardFailureOnSqlite(SqliteApp app) : WizardFailureTests<SqliteApp>(app);

public sealed class WizardFailureOnPostgreSql(PostgreSqlApp app) : WizardFailureTests<PostgreSqlApp>(app);
