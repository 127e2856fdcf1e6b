using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

public abstract class SignInWithMicrosoftTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task The_mailboxs_account_signs_in_and_the_mailbox_works()
    {
        var account = App.Office.Person("delegated");
        using var ann = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, account);

        var back = await App.SignInAtMicrosoftAsync(ann, mailbox, account);
        var done = await ann.GetAsync(back.PathAndQuery);

        Assert.Equal($"/mailboxes/{mailbox}?said=SignedIn", done.Headers.Location?.OriginalString);
        App.Office.Write(account.Mail, "for the delegated one");
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault is null);
        Assert.Equal(MailboxState.Healthy, (await App.HealthAsync(mailbox)).State);
        Assert.Contains($"Signed in as {account.Mail}", await ann.ReadAsync($"/mailboxes/{mailbox}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_anybody_signs_in_the_page_says_who_must_do_what()
    {
        using var ann = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, App.Office.Person("waiting"));

        var report = await App.CheckAsync(mailbox);

        Assert.Equal("sign-in-missing", report.Fault?.Code);
        Assert.Contains("Sign in again", await ann.ReadAsync("/mailboxes"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_account_is_right_where_it_really_opens_the_mailbox()
    {
        var (shared, person) = (App.Office.Simulator.Users.Add(App.Office.Tenant, "shared-box", isShared: true), App.Office.Person("delegate"));
        App.Office.Simulator.Users.Delegate(shared, person);
        using var ann = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, shared, ("Shared", "true"));

        var back = await App.SignInAtMicrosoftAsync(ann, mailbox, person);

        Assert.Equal(HttpStatusCode.Redirect, (await ann.GetAsync(back.PathAndQuery)).StatusCode);
    }

    [Fact]
    public async Task The_state_belongs_to_the_browser_it_left_from()
    {
        var account = App.Office.Person("bound");
        using var ann = await App.SignInAsync();
        using var mallory = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, account);
        var back = await App.SignInAtMicrosoftAsync(ann, mailbox, account);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mallory.GetAsync(back.PathAndQuery)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await ann.GetAsync(back.PathAndQuery)).StatusCode);
    }

    [Fact]
    public async Task A_good_secret_beside_an_expired_one_is_enough_to_sign_in()
    {
        App.Office.Simulator.Apps.AddSecret(App.Office.App, "ended yesterday", TimeProvider.System.GetUtcNow().AddDays(-1));
        var account = App.Office.Person("two-secrets");
        using var ann = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, account);
        await using (var db = App.Database())
        {
            // The expired one is the one that worked last, so it is tried first.
            var row = await db.Mailboxes.Include(m => m.Connection.Credentials).SingleAsync(m => m.Id == mailbox, Ct);
            var expired = new Credential
            {
                Id = new CredentialId(Guid.CreateVersion7(TimeProvider.System.GetUtcNow())),
                ConnectionId = row.ConnectionId,
                Kind = CredentialKind.Secret,
                Protected = App.Services.GetRequiredService<SecretBox>().Close("ended yesterday"),
                CreatedAt = TimeProvider.System.GetUtcNow().AddYears(-2),
            };
            db.Credentials.Add(expired);
            await db.SaveChangesAsync(Ct);
            var working = (CredentialId?)expired.Id;
            await db.Connections.Where(c => c.Id == row.ConnectionId).ExecuteUpdateAsync(set => set.SetProperty(c => c.WorkingCredentialId, working), Ct);
        }

        var back = await App.SignInAtMicrosoftAsync(ann, mailbox, account);

        Assert.Equal($"/mailboxes/{mailbox}?said=SignedIn", (await ann.GetAsync(back.PathAndQuery)).Headers.Location?.OriginalString);
        await Eventually.TrueAsync(async () => (await App.CheckAsync(mailbox)).Fault is null);
    }

    [Fact]
    public async Task A_dump_of_the_database_shows_no_secret()
    {
        var account = App.Office.Person("encrypted");
        using var ann = await App.SignInAsync();
        var mailbox = await ConnectAsync(ann, account);
        await ann.GetAsync((await App.SignInAtMicrosoftAsync(ann, mailbox, account)).PathAndQuery);
        await using var db = App.Database();
        var connection = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.ConnectionId).SingleAsync(Ct);

        var stored = string.Join(
            '\n',
            (await db.Credentials.Where(c => c.ConnectionId == connection).Select(c => c.Protected).SingleAsync(Ct)),
            (await db.Grants.SingleAsync(g => g.ConnectionId == connection, Ct)).ProtectedRefreshToken,
            (await db.AccessTokens.SingleAsync(t => t.ConnectionId == connection, Ct)).Protected);

        Assert.DoesNotContain(Office.Secret, stored, StringComparison.Ordinal);
        Assert.All(stored.Split('\n'), s => Assert.StartsWith("CfDJ8", s, StringComparison.Ordinal)); // the mark of ASP.NET Core Data Protection
    }

    private Task<MailboxId> ConnectAsync(TernClient browser, User account, params (string Name, string Value)[] more)
    {
        var redirect = $"{App.PublicUrl}mailboxes/callback";
        if (!App.Office.App.RedirectUris.Contains(redirect))
        {
            App.Office.App.RedirectUris.Add(redirect);
        }

        return App.ConnectAsync(browser, account.Mail, [("Way", "SignIn"), .. more]);
    }
}

public sealed class SignInWithMicrosoftOnSqlite(SqliteApp app) : SignInWithMicrosoftTests<SqliteApp>(app);

public sealed class SignInWithMicrosoftOnPostgreSql(PostgreSqlApp app) : SignInWithMicrosoftTests<PostgreSqlApp>(app);
