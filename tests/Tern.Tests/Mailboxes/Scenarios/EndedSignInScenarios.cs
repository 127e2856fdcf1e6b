using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>A sign-in, a consent or an account comes to its end: scenarios 7 to 11.</summary>
public abstract class EndedSignInScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly TimeSpan UntilEnded = TimeSpan.FromHours(2);
    private static readonly TimeSpan ProbeGap = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task Scenario_07_A_sign_in_idle_for_90_days_is_called_for_asked_no_more_and_resumed_without_loss()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "idle");
        await mailbox.AssertWorksAsync("before the long rest");
        await App.StopAsync();
        App.Time.Advance(TimeSpan.FromDays(91));
        await App.RestartAsync();
        mailbox.Write("after the long rest");
        await App.DuringAsync(mailbox.CheckAsync());
        await mailbox.AnswerAsync("before the long rest", "An answer that waits.");

        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.SignInIdle, "AADSTS700082");
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "MailboxNeedsAction" && r.Message.Contains($"{mailbox.Id}", StringComparison.Ordinal));
        mailbox.Mark();
        for (var hours = 0; hours < 6; hours++)
        {
            await mailbox.WakesAfterAsync(TimeSpan.FromHours(1));
        }

        Assert.Empty(mailbox.Requests);
        Assert.Empty(mailbox.Received);
        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("after the long rest");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_07_A_sign_in_without_any_mail_is_used_every_day_and_never_idle()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "quiet");
        await mailbox.PostAsync("/pause", ("Paused", "true"));
        await Eventually.TrueAsync(async () => (await mailbox.HealthAsync()).State == MailboxState.Paused);
        mailbox.Mark();
        for (var days = 0; days < 120; days += 20)
        {
            Assert.Null((await mailbox.WakesAfterAsync(TimeSpan.FromDays(20))).FaultCode);
        }

        Assert.Equal(6, mailbox.TokenRequests.Count);
        Assert.All(mailbox.TokenRequests, e => Assert.Equal(("refresh_token", 200), (e.Grant, e.Status)));
        Assert.Empty(mailbox.GraphRequests);
        await mailbox.PostAsync("/pause", ("Paused", "false"));
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertWorksAsync("after four quiet months");
    }

    [Fact]
    public async Task Scenario_08_A_revoked_session_is_asked_about_once_more_and_then_left_to_a_person()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "revoked", hasLongTokens: true);
        await mailbox.AssertWorksAsync("before the sign-in was revoked");
        App.Office.Simulator.Users.Revoke(mailbox.Account);
        mailbox.Write("while the sign-in was revoked");
        mailbox.Mark();

        var checking = mailbox.CheckAsync();
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.TokenRequests.Count == 1));
        App.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(FaultCodes.GrantEnded, (await checking).Fault?.Code);

        Assert.All(mailbox.TokenRequests, e => Assert.Equal((400, "AADSTS50173"), (e.Status, e.Error)));
        Assert.InRange(mailbox.TokenRequests[1].Time - mailbox.TokenRequests[0].Time, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.GrantEnded, "AADSTS50173");
        await mailbox.AnswerAsync("before the sign-in was revoked", "An answer that waits.");
        await mailbox.WakesAfterAsync(TimeSpan.FromHours(1));
        await mailbox.WakesAfterAsync(TimeSpan.FromHours(1));
        Assert.Equal(2, mailbox.TokenRequests.Count);

        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("while the sign-in was revoked");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_08_While_the_token_lives_mail_flows_and_the_page_says_until_when()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "lives-on");
        App.Office.Simulator.Users.Revoke(mailbox.Account);
        App.Time.Advance(TimeSpan.FromMinutes(50)); // tokens live 60 to 90 minutes, and the first is refreshed at half of it
        mailbox.Write("read with what is left");
        await App.DuringAsync(mailbox.CheckAsync());

        await mailbox.AssertOneTicketAsync("read with what is left");
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.GrantEnded, "AADSTS50173");
        Assert.Equal((await mailbox.AccessTokenAsync()).ExpiresAt, (await mailbox.HealthAsync()).WorksUntil);
        Assert.All(mailbox.GraphRequests, e => Assert.InRange(e.Status, 200, 299));

        await mailbox.SignInAsync();
        await mailbox.AssertWorksAsync("with a new sign-in");
    }

    [Fact]
    public async Task Scenario_09_A_second_factor_newly_required_is_asked_for_at_the_next_sign_in_with_Microsofts_claims()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "factor");
        mailbox.Account.HasSecondFactor = true;
        var policy = App.Office.Simulator.Policies.Add(App.Office.Tenant, PolicyRequirement.MultiFactor, [mailbox.Account]);
        mailbox.Write("while a factor was missing");
        App.Time.Advance(UntilEnded);
        await App.DuringAsync(mailbox.CheckAsync());

        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.MfaRequired, "AADSTS50076");
        Assert.Contains($"\"capolids\":{{\"essential\":true,\"values\":[\"{policy.Id}\"]}}", await mailbox.ClaimsOfNextSignInAsync(), StringComparison.Ordinal);

        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("while a factor was missing");
        await mailbox.AssertHealthyAsync();
        App.Time.Advance(UntilEnded);
        await mailbox.AssertWorksAsync("with both factors");
    }

    [Fact]
    public async Task Scenario_09_A_policy_that_blocks_is_told_with_the_ids_that_its_administrator_searches_by()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "blocked");
        var policy = App.Office.Simulator.Policies.Add(App.Office.Tenant, PolicyRequirement.Block, [mailbox.Account], exceptNetworks: ["192.0.2.0/24"]);
        mailbox.Write("while a policy blocked");
        App.Time.Advance(UntilEnded);
        await mailbox.CheckAsync();

        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.PolicyBlocks, "AADSTS53003");
        var health = await mailbox.HealthAsync();
        Assert.Contains($"correlationId eq '{health.RequestId}'", note.Replace("''", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"Correlation ID: {health.RequestId}", note, StringComparison.Ordinal);
        Assert.Contains($"Trace ID: {health.TraceId}", note, StringComparison.Ordinal);
        Assert.Contains($": {health.FaultAt:yyyy-MM-dd HH:mm:ss}Z", note, StringComparison.Ordinal);

        App.Office.Simulator.Policies.Remove(App.Office.Tenant, policy.Id);
        await mailbox.WakesAfterAsync(ProbeGap);
        await mailbox.AssertOneTicketAsync("while a policy blocked");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_10_Consent_taken_back_asks_an_administrator_for_consent_and_goes_on_without_a_sign_in()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "unconsented-person");
        App.Office.Simulator.Apps.WithdrawConsent(mailbox.Registration);
        mailbox.Write("while consent was away");
        App.Time.Advance(UntilEnded);
        await mailbox.CheckAsync();

        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.ConsentMissing, "AADSTS65001");
        Assert.Contains($"href=\"/mailboxes/{mailbox.Id}#consent\"", note, StringComparison.Ordinal);
        Assert.Contains($"az ad app permission admin-consent --id '{mailbox.Registration.ClientId}'", note, StringComparison.Ordinal);
        Assert.Single(mailbox.TokenRequests);

        await mailbox.ConsentByLinkAsync();
        Assert.Contains("data-consent=\"given\"", await mailbox.PageAsync(), StringComparison.Ordinal);
        await mailbox.HealsByItselfAsync(); // at once, and not only when it looks again by itself
        await mailbox.AssertOneTicketAsync("while consent was away");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_10_An_application_deleted_in_the_tenant_is_looked_for_slowly_and_found_again()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "deleted-app");
        App.Office.Simulator.Principals.Remove(mailbox.Registration, App.Office.Tenant);
        mailbox.Write("while the application was gone");
        App.Time.Advance(UntilEnded);
        await mailbox.CheckAsync();

        var note = await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.AppUnknown, "AADSTS700016");
        Assert.Contains(mailbox.Registration.ClientId, note, StringComparison.Ordinal);
        await mailbox.WakesAfterAsync(ProbeGap);
        Assert.Equal(2, mailbox.TokenRequests.Count);

        App.Office.Simulator.Apps.GrantAdminConsent(mailbox.Registration);
        App.Office.Simulator.Principals.Add(mailbox.Registration, App.Office.Tenant);
        await mailbox.WakesAfterAsync(ProbeGap);
        await mailbox.AssertOneTicketAsync("while the application was gone");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_11_A_disabled_account_is_probed_slowly_and_resumes_by_itself_when_it_is_enabled()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "disabled", hasLongTokens: true);
        await mailbox.AssertWorksAsync("before it was disabled");
        var refreshToken = await mailbox.RefreshTokenAsync();
        App.Office.Simulator.Users.SetEnabled(mailbox.Account, isEnabled: false);
        mailbox.Write("while it was disabled");
        mailbox.Mark();
        await mailbox.CheckAsync();

        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.AccountDisabled, "AADSTS50057");
        await mailbox.AnswerAsync("before it was disabled", "An answer that waits.");
        for (var minutes = 0; minutes < 60; minutes += 20)
        {
            await mailbox.WakesAfterAsync(ProbeGap);
        }

        Assert.InRange(mailbox.TokenRequests.Count, 3, 5); // every 15 to 60 minutes
        App.Office.Simulator.Users.SetEnabled(mailbox.Account, isEnabled: true);
        await mailbox.WakesAfterAsync(ProbeGap);
        await mailbox.HealsByItselfAsync();

        Assert.Equal(refreshToken, mailbox.Exchanges[^1]["refresh_token"]);
        await mailbox.AssertOneTicketAsync("while it was disabled");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        await mailbox.AssertHealthyAsync();
    }
}

public sealed class EndedSignInScenariosOnSqlite(SqliteApp app) : EndedSignInScenarios<SqliteApp>(app);

public sealed class EndedSignInScenariosOnPostgreSql(PostgreSqlApp app) : EndedSignInScenarios<PostgreSqlApp>(app);
