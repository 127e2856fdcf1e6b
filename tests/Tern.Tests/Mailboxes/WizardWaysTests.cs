using System.Collections;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>Every way of connecting, and leaving the road: taken up again, gone back, given up.</summary>
public abstract partial class WizardWaysTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task A_certificate_that_the_desk_made_is_shown_to_be_registered_and_then_opens_the_mailbox()
    {
        var (account, registration) = (App.Office.Person("own-certificate"), Register("own-certificate"));
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, account.Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "OwnCertificate"));
        var page = await walk.ReadAsync("registration");
        using var certificate = X509CertificateLoader.LoadCertificate(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(await ann.DownloadAsync($"{walk.Path}/registration/tern.cer"))));

        Assert.False(certificate.HasPrivateKey);
        Assert.Contains(certificate.Thumbprint, page, StringComparison.Ordinal);
        Assert.Contains("-----BEGIN CERTIFICATE-----", page, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", page, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(certificate.RawData), Encoding.UTF8.GetString(await ann.DownloadAsync($"{walk.Path}/registration/register-tern.ps1")), StringComparison.Ordinal);
        Assert.Contains("BEGIN CERTIFICATE", Encoding.UTF8.GetString(await ann.DownloadAsync($"{walk.Path}/registration/register-tern.sh")), StringComparison.Ordinal);

        // Not registered yet; then it is, and nothing else was entered.
        (string, string)[] entered = [("Tenant", App.Office.Tenant.Id), ("ClientId", registration.ClientId), ("ObjectId", registration.ObjectId)];
        await walk.TakeAsync("registration", entered);
        Assert.Equal(CheckResult.Failed, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);
        App.Office.Simulator.Apps.AddCertificate(registration, certificate.RawData);
        await walk.TakeAsync("registration", entered);
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);
        await FinishAsync(walk);

        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.AddressNormalized == account.Mail).Select(m => m.Connection).SingleAsync(Ct);
        Assert.Equal(registration.ObjectId, connection.ApplicationObjectId);
    }

    [Fact]
    public async Task A_federated_token_is_read_from_its_file_and_shown_as_it_must_be_registered()
    {
        using var key = RSA.Create(2048);
        var (account, registration) = (App.Office.Person("federated"), Register("federated"));
        App.Office.Simulator.Issuers.AddKey("https://issuer.example", key.ExportSubjectPublicKeyInfo());
        App.Office.Simulator.Apps.AddFederatedCredential(registration, "https://issuer.example", "system:tern:desk");
        await File.WriteAllTextAsync(App.TokenFile, Token(key, "https://issuer.example", "system:tern:desk"), Ct);
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, account.Mail);

        await walk.TakeAsync("registration/proof", ("Proof", "Federated"), ("TokenFile", App.TokenFile));

        var page = await walk.ReadAsync("registration");
        Assert.Contains("https://issuer.example", page, StringComparison.Ordinal);
        Assert.Contains("system:tern:desk", page, StringComparison.Ordinal);
        await walk.TakeAsync("registration", ("Tenant", App.Office.Tenant.Id), ("ClientId", registration.ClientId));
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);
        await FinishAsync(walk);
    }

    [Fact]
    public async Task A_certificate_file_is_taken_with_its_password()
    {
        var (account, registration) = (App.Office.Person("certificate-file"), Register("certificate-file"));
        using var key = RSA.Create(2048);
        var now = App.Time.GetUtcNow();
        using var certificate = new CertificateRequest("CN=Desk", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        App.Office.Simulator.Apps.AddCertificate(registration, certificate.RawData);
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, account.Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "CertificateFile"));
        Task<HttpResponseMessage> Upload(string password) => ann.PostFilesAsync(
            $"{walk.Path}/registration",
            $"{walk.Path}/registration",
            [("Tenant", App.Office.Tenant.Id), ("ClientId", registration.ClientId), ("CertificatePassword", password)],
            [("desk.pfx", certificate.Export(X509ContentType.Pfx, "sesame"))],
            "certificate");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Upload("mistyped")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Upload("sesame")).StatusCode);

        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Registration, "credential")).Result);
        await FinishAsync(walk);
    }

    [Fact]
    public async Task Somebody_signs_in_at_another_screen_and_it_is_looked_for_at_Microsofts_pace()
    {
        var account = App.Office.Person("device");
        var registration = App.Office.Simulator.Apps.Add(App.Office.Tenant, "device", delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read"], isPublicClient: true);
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Way, account.Mail);
        await walk.TakeAsync("way", ("Address", account.Mail), ("Administrator", "false"), ("ComesBack", "false"));
        Assert.DoesNotContain("mailboxes/callback", await walk.ReadAsync("registration"), StringComparison.Ordinal); // nothing comes back
        await walk.TakeAsync("registration", ("Tenant", App.Office.Tenant.Id), ("ClientId", registration.ClientId));
        await walk.TakeAsync("consent");

        await walk.TakeAsync("device");
        var page = await walk.ReadAsync("device");
        var code = App.Office.Simulator.DeviceCodes.All.Single(c => page.Contains(c.UserCode, StringComparison.Ordinal)).UserCode;
        Assert.Equal($"{walk.Path}/device", await walk.TakeAsync("device/look"));
        Task<string> LookAsync(int status, string body)
        {
            App.Office.Simulator.Faults.Add(new Fault { Path = "/*/oauth2/v2.0/token", Status = status, Body = body, Times = 1 });
            return walk.TakeAsync("device/look");
        }

        Assert.Contains("every 5s", await walk.ReadAsync("device"), StringComparison.Ordinal);
        await LookAsync(400, """{"error":"slow_down"}""");
        Assert.Contains("every 10s", await walk.ReadAsync("device"), StringComparison.Ordinal);
        await LookAsync(502, "<html>Bad gateway</html>");
        Assert.Contains("every 20s", await walk.ReadAsync("device"), StringComparison.Ordinal);
        App.Office.Simulator.DeviceCodes.Approve(code, account);
        App.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal($"{walk.Path}/consent", await walk.TakeAsync("device/look"));

        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Consent, "sign-in")).Result);
        await FinishAsync(walk);
    }

    [Fact]
    public async Task Signing_in_with_Microsoft_leads_to_a_mailbox_whose_scope_is_the_persons()
    {
        var account = App.Office.Person("signing-in");
        var registration = Register("signing-in");
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Consent, account.Mail, ("Way", "SignIn"), ("ClientId", registration.ClientId));
        var leaving = await ann.GetAsync($"{walk.Path}/sign-in");
        var back = App.Office.SignIn(leaving.Headers.Location!, account)!;

        Assert.Equal($"{walk.Path}/consent", (await ann.GetAsync(back.PathAndQuery)).Headers.Location?.OriginalString);

        await walk.TakeAsync("mailbox", ("Address", account.Mail));
        Assert.Contains("what that person may open", await walk.ReadAsync("scope"), StringComparison.Ordinal);
        await walk.TakeAsync("scope/skip");
        var mailbox = await App.CheckedAsync(await walk.ConnectAsync());
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
    }

    [Fact]
    public async Task A_further_mailbox_works_with_the_registration_that_is_there_and_giving_it_up_leaves_the_first_alone()
    {
        var (first, second) = (App.Office.Person("first-box").Mail, App.Office.Person("second-box").Mail);
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, first);
        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.ConnectionId).SingleAsync(Ct);

        var given = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, second);
        await given.TakeAsync("registration/reuse", ("Connection", connection.Value.ToString()));
        await given.TakeAsync("discard");
        Assert.True(await db.Connections.AnyAsync(c => c.Id == connection, Ct));

        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Registration, second);
        Assert.Contains(first, await walk.ReadAsync("registration"), StringComparison.Ordinal);
        Assert.Equal($"{walk.Path}/registration", await walk.TakeAsync("registration/reuse", ("Connection", Guid.Empty.ToString())));
        Assert.Equal($"{walk.Path}/mailbox", await walk.TakeAsync("registration/reuse", ("Connection", connection.Value.ToString())));
        await walk.TakeAsync("mailbox", ("Address", second));
        await walk.TakeAsync("scope/skip");
        var other = await walk.ConnectAsync();

        Assert.Equal(connection, await db.Mailboxes.Where(m => m.Id == other).Select(m => m.ConnectionId).SingleAsync(Ct));
        var page = await ann.ReadAsync($"/mailboxes/{mailbox}");
        Assert.Contains($"those of other mailboxes too: {second}", page, StringComparison.Ordinal); // who changes one changes both, and is told so
    }

    [Fact]
    public async Task The_registration_of_other_hosts_is_not_offered()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await App.ConnectAsync(ann, App.Office.Person("here").Mail);
        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.ConnectionId).SingleAsync(Ct);
        var walk = await WizardWalk.BeginAsync(App, ann);
        await walk.TakeAsync("preflight", ("Cloud", "Custom"), ("CustomAuthority", "https://login.elsewhere.example/"), ("CustomGraph", "https://graph.elsewhere.example/v1.0"), ("Anyway", "true"));
        await walk.TakeAsync("way", ("Address", "there@elsewhere.example"), ("Administrator", "true"), ("ComesBack", "true"));

        Assert.DoesNotContain("here@", await walk.ReadAsync("registration"), StringComparison.Ordinal);
        Assert.Equal($"{walk.Path}/registration", await walk.TakeAsync("registration/reuse", ("Connection", connection.Value.ToString())));
    }

    [Fact]
    public async Task A_setup_is_taken_up_again_where_it_was_left_by_another_administrator_and_after_a_restart()
    {
        var account = App.Office.Person("left");
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, account.Mail);

        await App.RestartAsync();
        using var bob = await App.SignInAsync();
        var list = await bob.ReadAsync("/mailboxes/connect");

        Assert.Contains(account.Mail, list, StringComparison.Ordinal);
        Assert.Contains(walk.Path, list, StringComparison.Ordinal);
        Assert.Equal($"{walk.Path}/mailbox", (await bob.GetAsync(walk.Path)).Headers.Location?.OriginalString);
        Assert.Equal($"{walk.Path}/mailbox", (await bob.GetAsync($"{walk.Path}/import")).Headers.Location?.OriginalString);
        Assert.Contains(App.Office.App.ClientId, await bob.ReadAsync($"{walk.Path}/registration"), StringComparison.Ordinal);
        Assert.DoesNotContain(Office.Secret, await bob.ReadAsync($"{walk.Path}/registration"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_changes_opens_what_hangs_on_it_and_only_that()
    {
        var account = App.Office.Person("changing");
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, account.Mail);

        await walk.TakeAsync("way", ("Address", account.Mail), ("Administrator", "true"), ("ComesBack", "true"));
        Assert.Equal(SetupStep.Import, (await walk.AnswersAsync()).Next);

        await walk.TakeAsync("way", ("Address", App.Office.Person("changed").Mail), ("Administrator", "true"), ("ComesBack", "true"));
        Assert.Equal(SetupStep.Mailbox, (await walk.AnswersAsync()).Next);

        await walk.TakeAsync("way", ("Address", account.Mail), ("Administrator", "false"), ("ComesBack", "true"));
        Assert.Equal(SetupStep.Registration, (await walk.AnswersAsync()).Next);
    }

    [Fact]
    public async Task Giving_up_takes_the_registration_with_its_credentials_along()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, App.Office.Person("given-up").Mail);
        await using var db = App.Database();
        var setup = walk.Id;
        var connection = (await db.MailboxSetups.Where(s => s.Id == setup).Select(s => s.ConnectionId).SingleAsync(Ct))!.Value;
        Assert.True(await db.Credentials.AnyAsync(c => c.ConnectionId == connection, Ct));

        Assert.Equal("/mailboxes/connect?said=Discarded", await walk.TakeAsync("discard"));
        Assert.Contains("was discarded", await ann.ReadAsync("/mailboxes/connect?said=Discarded"), StringComparison.Ordinal);

        Assert.False(await db.MailboxSetups.AnyAsync(s => s.Id == setup, Ct));
        Assert.False(await db.Connections.AnyAsync(c => c.Id == connection, Ct));
        Assert.False(await db.Credentials.AnyAsync(c => c.ConnectionId == connection, Ct));
        Assert.False(await db.Grants.AnyAsync(g => g.ConnectionId == connection, Ct));
        Assert.False(await db.AccessTokens.AnyAsync(t => t.ConnectionId == connection, Ct));
        Assert.Equal(HttpStatusCode.NotFound, (await ann.GetAsync(walk.Path)).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/preflight")]
    [InlineData("/registration/tern.cer")]
    [InlineData("/registration/register-tern.ps1")]
    public async Task Whoever_is_no_administrator_sees_nothing_of_it(string page)
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Mailbox, App.Office.Person("unseen").Mail);
        using var otto = await App.SignInAsync("otto@example.org", isAdministrator: false);
        using var nobody = App.Browser();

        Assert.NotEqual(HttpStatusCode.OK, (await otto.GetAsync(walk.Path + page)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync(walk.Path + page)).StatusCode);
    }

    [Fact]
    public async Task An_empty_form_is_answered_on_every_step()
    {
        using var ann = await App.SignInAsync();
        var walk = await (await WizardWalk.BeginAsync(App, ann)).ToAsync(SetupStep.Import, App.Office.Person("empty-forms").Mail);

        foreach (var form in (string[])["preflight", "way", "registration", "registration/proof", "registration/reuse", "consent", "consent/ask", "mailbox", "scope", "import", "mailbox/anyway", "nonsense/anyway"])
        {
            var answer = await walk.PostAsync(form);
            Assert.True(answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound, $"{form}: {answer.StatusCode}");
        }
    }

    /// <summary>A text that is missing shows its own key.</summary>
    [Fact]
    public void Every_check_and_every_hint_has_its_words()
    {
        var files = Directory.EnumerateFiles(Path.Combine(Repository(), "src", "Tern", "Features", "Mailboxes"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText).ToList();
        var texts = MailboxTexts();
        var names = files.SelectMany(text => Line().Matches(text)).ToList();

        Assert.True(names.Count > 40);
        Assert.Empty(names.Select(m => $"Check.{m.Groups["name"].Value}").Where(key => !texts.Contains(key)).Distinct());
        Assert.Empty(names.Where(m => m.Groups["hint"].Success).Select(m => $"Hint.{m.Groups["hint"].Value}").Where(key => !texts.Contains(key)).Distinct());
    }

    private async Task FinishAsync(WizardWalk walk)
    {
        await walk.TakeAsync("consent");
        await walk.TakeAsync("mailbox", ("Address", (await walk.AnswersAsync()).Address!));
        Assert.Equal(CheckResult.Ok, (await walk.LineAsync(SetupStep.Mailbox, "write")).Result);
        await walk.TakeAsync("scope/skip");
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(await App.CheckedAsync(await walk.ConnectAsync()))).State);
    }

    private AppRegistration Register(string name)
    {
        var registration = App.Office.Simulator.Apps.Add(
            App.Office.Tenant,
            name,
            redirectUris: [$"{App.PublicUrl}mailboxes/callback", $"{App.PublicUrl}mailboxes/consent"],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read"]);
        App.Office.Simulator.Apps.AddSecret(registration, Office.Secret, App.Time.GetUtcNow().AddYears(1));
        App.Office.Simulator.Apps.GrantAdminConsent(registration);
        return registration;
    }

    private string Token(RSA key, string issuer, string subject)
    {
        var now = App.Time.GetUtcNow().ToUnixTimeSeconds();
        static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
        var text = Part("""{"alg":"RS256","typ":"JWT"}""") + "." + Part(string.Create(
            CultureInfo.InvariantCulture, $$"""{"iss":"{{issuer}}","sub":"{{subject}}","aud":"{{FederatedCredential.UsualAudience}}","nbf":{{now - 60}},"iat":{{now - 60}},"exp":{{now + 3600}}}"""));
        return $"{text}.{System.Buffers.Text.Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private static HashSet<string> MailboxTexts()
    {
        var all = new System.Resources.ResourceManager(typeof(MailboxText)).GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: true)!;
        return [.. all.Cast<DictionaryEntry>().Select(entry => (string)entry.Key)];
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("""CheckLine(?:\.(?:Ok|Warning|Failed|Skipped|Of))?\("(?<name>[a-z-]+)"(?:, "(?<hint>[A-Za-z]+)")?""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Line();
}

public sealed class WizardWaysOnSqlite(SqliteApp app) : WizardWaysTests<SqliteApp>(app);

public sealed class WizardWaysOnPostgreSql(PostgreSqlApp app) : WizardWaysTests<PostgreSqlApp>(app);
