using System.Net;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Identity;

public abstract class SignInTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    [Fact]
    public async Task The_right_password_opens_the_desk_and_signing_out_closes_it()
    {
        using var ann = await App.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await ann.GetAsync("/")).StatusCode);

        await ann.PostAsync("/", "/sign-out");

        Assert.Equal(HttpStatusCode.Redirect, (await ann.GetAsync("/")).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_even_the_right_one_out()
    {
        await App.EnsureAgentAsync("lock@example.org");
        using var browser = App.Browser();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(browser, "lock@example.org", "wrong")).StatusCode);
        }

        var right = await TryAsync(browser, "lock@example.org", TernApp.Password);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, right.StatusCode);
        Assert.Contains("Too many wrong passwords", await right.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_address_is_answered_like_a_wrong_password()
    {
        await App.EnsureAgentAsync("known@example.org");
        using var browser = App.Browser();
        var unknown = await (await TryAsync(browser, "nobody@example.org", "wrong")).Content.ReadAsStringAsync(Ct);
        var known = await (await TryAsync(browser, "known@example.org", "wrong")).Content.ReadAsStringAsync(Ct);
        Assert.Contains("do not belong together", unknown, StringComparison.Ordinal);
        Assert.Contains("do not belong together", known, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tickets/1?view=mine", "/tickets/1?view=mine")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    public async Task After_signing_in_only_a_page_of_this_desk_follows(string returnUrl, string expected)
    {
        await App.EnsureAgentAsync(TernApp.AdministratorEmail);
        using var browser = App.Browser();
        var answer = await browser.PostAsync("/sign-in", "/sign-in", ("Email", TernApp.AdministratorEmail), ("Password", TernApp.Password), ("ReturnUrl", returnUrl));
        Assert.Equal(expected, answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_of_other_browsers()
    {
        using var here = await App.SignInAsync("two@example.org");
        using var there = await App.SignInAsync("two@example.org");

        await here.PostAsync("/profile", "/profile/password", ("Current", TernApp.Password), ("New", "another long sentence"), ("Again", "another long sentence"));

        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/")).StatusCode);
    }

    private static Task<HttpResponseMessage> TryAsync(TernClient browser, string email, string password) =>
        browser.PostAsync("/sign-in", "/sign-in", ("Email", email), ("Password", password));
}

public sealed class SignInOnSqlite(SqliteApp app) : SignInTests<SqliteApp>(app);

public sealed class SignInOnPostgreSql(PostgreSqlApp app) : SignInTests<PostgreSqlApp>(app);
