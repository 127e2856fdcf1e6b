using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>An administrator proves the application with a certificate instead of a secret, in the wizard.</summary>
public abstract class CertificateTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Password = "of the file";

    [Fact]
    public async Task A_certificate_with_its_key_connects_a_mailbox_and_its_end_is_shown()
    {
        using var certificate = Certificate();
        App.Office.Simulator.Apps.AddCertificate(App.Office.App, certificate.RawData);
        var address = App.Office.Person("certified").Mail;
        using var ann = await App.SignInAsync();

        var mailbox = await ConnectAsync(ann, address, certificate.Export(X509ContentType.Pkcs12, Password), Password);

        App.Office.Write(address, "opened by a certificate");
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault is null);
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
        Assert.Contains("2027", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);

        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.ConnectionId).SingleAsync(Ct);
        var stored = await db.Credentials.Where(c => c.ConnectionId == connection).Select(c => c.Protected).SingleAsync(Ct);
        Assert.StartsWith("CfDJ8", stored, StringComparison.Ordinal); // the mark of ASP.NET Core Data Protection: the key is not readable in a dump
    }

    [Fact]
    public async Task A_certificate_that_is_not_registered_is_named_as_the_cause()
    {
        using var certificate = Certificate();
        using var ann = await App.SignInAsync();

        var mailbox = await ConnectAsync(ann, App.Office.Person("unregistered").Mail, certificate.Export(X509ContentType.Pkcs12, Password), Password);

        Assert.Equal(FaultCodes.CertificateRefused, (await App.CheckAsync(mailbox)).Fault?.Code);
    }

    [Fact]
    public async Task A_wrong_password_or_a_file_without_a_key_is_refused_and_what_was_typed_stays()
    {
        using var certificate = Certificate();
        using var ann = await App.SignInAsync();

        foreach (var (content, password) in new[]
        {
            (certificate.Export(X509ContentType.Pkcs12, Password), "another one"),
            (certificate.Export(X509ContentType.Cert), ""),
            ("no certificate at all"u8.ToArray(), ""),
        })
        {
            var (_, refused) = await EnterAsync(ann, "never@contoso.example", content, password);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains(App.Office.App.ClientId, await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    private async Task<MailboxId> ConnectAsync(TernClient browser, string address, byte[] file, string password)
    {
        var (walk, entered) = await EnterAsync(browser, address, file, password);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        await walk.TakeAsync("consent", ("Anyway", "true"));
        await walk.TakeAsync("mailbox", ("Address", address), ("Anyway", "true"));
        await walk.TakeAsync("scope/skip");
        return await walk.ConnectAsync();
    }

    private async Task<(WizardWalk Walk, HttpResponseMessage Entered)> EnterAsync(TernClient browser, string address, byte[] file, string password)
    {
        var walk = await (await WizardWalk.BeginAsync(App, browser)).ToAsync(SetupStep.Registration, address);
        await walk.TakeAsync("registration/proof", ("Proof", "CertificateFile"));
        return (walk, await browser.PostFilesAsync(
            $"{walk.Path}/registration",
            $"{walk.Path}/registration",
            [("Tenant", App.Office.Tenant.Id), ("ClientId", App.Office.App.ClientId), ("CertificatePassword", password), ("Anyway", "true")],
            [("tern.pfx", file)],
            "certificate"));
    }

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Tern", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), new DateTimeOffset(2027, 12, 31, 0, 0, 0, TimeSpan.Zero));
    }
}

public sealed class CertificatesOnSqlite(SqliteApp app) : CertificateTests<SqliteApp>(app);

public sealed class CertificatesOnPostgreSql(PostgreSqlApp app) : CertificateTests<PostgreSqlApp>(app);
