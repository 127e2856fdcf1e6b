using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>A person leaves for Microsoft and does not come back, comes back without consent, as somebody else, or twice: scenarios 21 to 24.</summary>
public abstract class SignInScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private string RedirectUri => $"{App.PublicUrl}mailboxes/callback";

    [Fact]
    public async Task Scenario_21_The_redirect_uri_is_shown_before_leaving_with_what_it_means_if_nobody_comes_back()
    {
        var mailbox = await WaitingAsync("nowhere");
        mailbox.Registration.RedirectUris.Clear();
        mailbox.Write("before anybody came back");
        using var ann = await App.SignInAsync();
        var page = WebUtility.HtmlDecode(await ann.ReadAsync($"/mailboxes/{mailbox.Id}"));
        Assert.Contains($"<input readonly value=\"{RedirectUri}\"", page, StringComparison.Ordinal);
        Assert.Contains("If Microsoft shows an error page and you do not come back here, the redirect URI above is not registered exactly like this", page, StringComparison.Ordinal);
        await mailbox.CheckAsync();
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.SignInMissing);

        // What is asked of Microsoft is what was shown; its page stays, and nothing here waits for ever.
        var leaving = await ann.GetAsync($"/mailboxes/{mailbox.Id}/sign-in");
        Assert.Contains($"redirect_uri={Uri.EscapeDataString(RedirectUri)}", leaving.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Null(App.Office.SignIn(leaving.Headers.Location, mailbox.Account));
        Assert.Equal("AADSTS50011", mailbox.Requests[^1].Error);

        mailbox.Registration.RedirectUris.Add(RedirectUri);
        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("before anybody came back");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_21_A_page_opened_at_another_address_warns_that_Microsoft_sends_the_browser_elsewhere()
    {
        var mailbox = await WaitingAsync("elsewhere");
        using var ann = await App.SignInAsync();
        var warning = App.Services.GetRequiredService<FaultTexts>().Of(DeskFaults.PublicAddressOther);

        Assert.DoesNotContain(warning.Cause, await AtHostAsync(ann, $"/mailboxes/{mailbox.Id}", App.PublicUrl.Authority), StringComparison.Ordinal);
        var page = await AtHostAsync(ann, $"/mailboxes/{mailbox.Id}", "desk.internal:8080");
        Assert.Contains($"{warning.Cause} {warning.Remedy}", page, StringComparison.Ordinal);
        Assert.Contains($"<input readonly value=\"{RedirectUri}\"", page, StringComparison.Ordinal);

        // Whatever a proxy says of itself, the address that Microsoft gets is the one that was shown.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/mailboxes/{mailbox.Id}/sign-in");
        request.Headers.Host = "evil.example";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "evil.example");
        var leaving = await ann.Http.SendAsync(request, Ct);
        Assert.Contains($"redirect_uri={Uri.EscapeDataString(RedirectUri)}", leaving.Headers.Location!.Query, StringComparison.Ordinal);

        await mailbox.SignInAsync();
        await mailbox.AssertWorksAsync("from the right address");
    }

    [Fact]
    public async Task Scenario_21_A_sign_in_that_was_left_lying_for_ten_minutes_is_begun_anew()
    {
        var mailbox = await WaitingAsync("lying");
        using var ann = await App.SignInAsync();
        var back = await App.SignInAtMicrosoftAsync(ann, mailbox.Id, mailbox.Account);
        App.Time.Advance(TimeSpan.FromMinutes(11));

        var late = await ann.GetAsync(back.PathAndQuery);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains(App.Services.GetRequiredService<FaultTexts>().Of(DeskFaults.SignInNotOurs).Cause, await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(mailbox.TokenRequests);
        Assert.Null(await mailbox.RefreshTokenAsync());
        await mailbox.SignInAsync();
        await mailbox.AssertWorksAsync("begun anew");
    }

    [Fact]
    public async Task Scenario_22_Where_an_administrator_must_consent_a_link_is_offered_and_the_sign_in_works_after_it()
    {
        App.Office.Tenant.UsersMayConsent = false;
        var mailbox = LoneMailbox.Register(App, "approval");
        App.Office.Simulator.Apps.WithdrawConsent(mailbox.Registration);
        await mailbox.ConnectAsync(("Way", "SignIn"));
        mailbox.Write("before the administrator consented");
        mailbox.Mark();
        using var ann = await App.SignInAsync();
        var leaving = (await ann.GetAsync($"/mailboxes/{mailbox.Id}/sign-in")).Headers.Location!;
        Assert.Null(App.Office.SignIn(leaving, mailbox.Account)); // "Need admin approval"

        var refused = await ann.GetAsync(App.Office.SignIn(leaving, mailbox.Account, "cancel")!.PathAndQuery);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(App.Services.GetRequiredService<FaultTexts>().Of(FaultCodes.ConsentDeclined).Cause, page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/mailboxes/{mailbox.Id}#consent\"", page, StringComparison.Ordinal);
        Assert.Empty(mailbox.TokenRequests);

        await mailbox.ConsentByLinkAsync();
        Assert.Contains("data-consent=\"given\"", await mailbox.PageAsync(), StringComparison.Ordinal);
        Assert.Single(mailbox.Requests, e => e.Path.Contains("/adminconsent", StringComparison.Ordinal) && e.Status == 302);
        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("before the administrator consented");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_23_A_wrong_account_is_refused_both_are_named_and_nothing_changes()
    {
        var (mailbox, agent) = (await LoneMailbox.SignedInAsync(App, "right-account"), App.Office.Person("an-agent"));
        var refreshToken = await mailbox.RefreshTokenAsync();
        using var ann = await App.SignInAsync();

        var answer = await ann.GetAsync((await App.SignInAtMicrosoftAsync(ann, mailbox.Id, agent)).PathAndQuery);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains(App.Services.GetRequiredService<FaultTexts>().Of(DeskFaults.WrongAccount).Cause, page, StringComparison.Ordinal);
        Assert.Contains($"{agent.Mail} ({agent.Id})", page, StringComparison.Ordinal);
        Assert.Contains($"{mailbox.Account.Mail} ({mailbox.Account.Id})", page, StringComparison.Ordinal);
        Assert.Equal(refreshToken, await mailbox.RefreshTokenAsync());
        Assert.Equal(mailbox.Account.Id, (await mailbox.GrantAsync()).SignedInObjectId);
        Assert.Equal("authorization_code", Assert.Single(mailbox.TokenRequests).Grant);
        await mailbox.AssertWorksAsync("after the wrong account");
    }

    [Fact]
    public async Task Scenario_23_An_agents_own_account_cannot_open_a_mailbox_that_nobody_has_signed_in_for()
    {
        var (mailbox, agent) = (await WaitingAsync("first-account"), App.Office.Person("another-agent"));
        using var ann = await App.SignInAsync();

        var answer = await ann.GetAsync((await App.SignInAtMicrosoftAsync(ann, mailbox.Id, agent)).PathAndQuery);

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));
        Assert.Contains($"{agent.Mail} ({agent.Id})", page, StringComparison.Ordinal);
        Assert.Contains($"<dd>{mailbox.Account.Mail}</dd>", page, StringComparison.Ordinal);
        Assert.Null(await mailbox.RefreshTokenAsync());

        // The folder was tried, and Microsoft did not open it.
        Assert.Contains(mailbox.GraphRequests, e => Uri.UnescapeDataString(e.Path).StartsWith($"/v1.0/users/{mailbox.Account.Mail}/mailFolders/inbox", StringComparison.Ordinal) && e.Status == 403);
        Assert.DoesNotContain(mailbox.GraphRequests, e => e.Path.Contains("/mailFolders/", StringComparison.Ordinal) && e.Status == 200);
        await mailbox.SignInAsync();
        await mailbox.AssertWorksAsync("after the agent's account");
    }

    [Fact]
    public async Task Scenario_24_A_callback_opened_twice_says_already_connected_and_asks_Microsoft_once()
    {
        var mailbox = await WaitingAsync("twice");
        using var ann = await App.SignInAsync();
        var back = (await App.SignInAtMicrosoftAsync(ann, mailbox.Id, mailbox.Account)).PathAndQuery;

        var first = await ann.GetAsync(back);
        var second = await ann.GetAsync(back);

        Assert.Equal($"/mailboxes/{mailbox.Id}?said=SignedIn", first.Headers.Location?.OriginalString);
        Assert.Equal($"/mailboxes/{mailbox.Id}?said=AlreadySignedIn", second.Headers.Location?.OriginalString);
        Assert.Contains("Already connected:", await ann.ReadAsync(second.Headers.Location!.OriginalString), StringComparison.Ordinal);
        Assert.Single(mailbox.TokenRequests, e => e.Grant == "authorization_code");
        await Eventually.TrueAsync(async () => (await mailbox.CheckAsync()).Fault is null);
        Assert.InRange((await mailbox.AccessTokenAsync()).RefreshAt, App.Time.GetUtcNow().AddMinutes(20), App.Time.GetUtcNow().AddHours(1));
        await mailbox.AssertWorksAsync("after the second click");

        // A state that ended well in one browser says nothing in another.
        using var mallory = await App.SignInAsync();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await mallory.GetAsync(back)).StatusCode);
    }

    [Fact]
    public async Task Scenario_24_Of_two_clicks_at_once_one_connects_and_the_other_is_told_that_the_code_was_used()
    {
        var mailbox = await WaitingAsync("clicks");
        mailbox.Write("while somebody clicked twice");
        using var ann = await App.SignInAsync();
        var back = (await App.SignInAtMicrosoftAsync(ann, mailbox.Id, mailbox.Account)).PathAndQuery;

        var answers = await Task.WhenAll(ann.GetAsync(back), ann.GetAsync(back));

        Assert.Contains(answers, a => a.Headers.Location?.OriginalString == $"/mailboxes/{mailbox.Id}?said=SignedIn");
        foreach (var other in answers.Where(a => a.StatusCode == HttpStatusCode.UnprocessableEntity))
        {
            Assert.Contains("This sign-in was completed before; the page was loaded twice.", await other.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }

        Assert.Single(mailbox.TokenRequests, e => e is { Grant: "authorization_code", Status: 200 });
        Assert.All(mailbox.TokenRequests.Where(e => e.Status != 200), e => Assert.Equal((400, "AADSTS54005"), (e.Status, e.Error)));
        await Eventually.TrueAsync(async () => (await mailbox.CheckAsync()).Fault is null);
        await mailbox.AssertOneTicketAsync("while somebody clicked twice");
        await mailbox.AssertHealthyAsync();
    }

    /// <summary>A mailbox that is connected and that nobody has signed in for.</summary>
    private async Task<LoneMailbox> WaitingAsync(string name)
    {
        var mailbox = LoneMailbox.Register(App, name);
        await mailbox.ConnectAsync(("Way", "SignIn"));
        mailbox.Mark();
        return mailbox;
    }

    private static async Task<string> AtHostAsync(TernClient browser, string path, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        var response = await browser.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(Ct));
    }
}

public sealed class SignInScenariosOnSqlite(SqliteApp app) : SignInScenarios<SqliteApp>(app);

public sealed class SignInScenariosOnPostgreSql(PostgreSqlApp app) : SignInScenarios<PostgreSqlApp>(app);
