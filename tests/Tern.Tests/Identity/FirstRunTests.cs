using System.Net;
using Microsoft.EntityFrameworkCore;
using Tern.Features.Identity;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Identity;

public abstract class FirstRunTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task Exactly_one_of_many_becomes_the_first_administrator_and_nobody_after()
    {
        using var early = App.Browser();
        Assert.Equal("/first-run", (await early.GetAsync("/")).Headers.Location?.OriginalString);
        var browsers = Enumerable.Range(0, 6).Select(_ => App.Browser()).ToList();

        var tokens = await Task.WhenAll(browsers.Select(browser => browser.TokenAsync("/first-run")));

        var answers = await Task.WhenAll(browsers.Select((browser, i) => CreateAsync(browser, tokens[i], $"a{i}@first.example")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Single(answers, answer => answer.Headers.Location!.OriginalString == "/");
        using var late = App.Browser();
        Assert.Equal("/", (await late.GetAsync("/first-run")).Headers.Location?.OriginalString);
        var page = await late.PostAsync("/sign-in", "/first-run", ("Name", "Eve"), ("Email", "eve@first.example"), ("Password", TernApp.Password), ("PasswordAgain", TernApp.Password));
        Assert.Equal("/sign-in", page.Headers.Location?.OriginalString);
        await using var db = App.Database();
        Assert.True((await db.Agents.SingleAsync(Ct)).IsAdministrator);
        browsers.ForEach(browser => browser.Dispose());
    }

    private static Task<HttpResponseMessage> CreateAsync(TernClient browser, string token, string email) => browser.PostWithTokenAsync(
        "/first-run", token, ("Name", "Ada"), ("Email", email), ("Password", TernApp.Password), ("PasswordAgain", TernApp.Password), ("TimeZone", "Europe/Berlin"));
}

public sealed class FirstRunOnSqlite(SqliteApp app) : FirstRunTests<SqliteApp>(app);

public sealed class FirstRunOnPostgreSql(PostgreSqlApp app) : FirstRunTests<PostgreSqlApp>(app);
