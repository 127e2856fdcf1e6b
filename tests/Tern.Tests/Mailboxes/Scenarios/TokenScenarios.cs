using Microsoft.Extensions.DependencyInjection;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Tokens;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>Tokens at their end, tokens that are challenged, and refreshes that meet or are cut off: scenarios 1 to 6.</summary>
public abstract class TokenScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly TimeSpan UntilEnded = TimeSpan.FromHours(2);
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Scenario_01_A_token_refused_in_mid_sync_is_replaced_once_and_reading_goes_on_where_it_was()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "mid-sync");
        var subjects = Enumerable.Range(1, 12).Select(i => $"mid-sync {i}").ToList();
        subjects.ForEach(mailbox.Write);
        mailbox.Break(new Fault { Class = "A1", Path = "/v1.0/users/*/$value", Skip = 5 });

        var report = await mailbox.CheckAsync();

        Assert.Equal((subjects.Count, null), (report.New, report.Fault));
        foreach (var subject in subjects)
        {
            await mailbox.AssertOneTicketAsync(subject);
        }

        var refused = Assert.Single(mailbox.GraphRequests, e => e.Status == 401);
        Assert.Single(mailbox.TokenRequests);
        Assert.Single(mailbox.GraphRequests, e => e.Path == refused.Path && e.Status == 200);
        Assert.All(mailbox.GraphRequests.Where(e => e.Path.Contains("/delta", StringComparison.Ordinal)), e => Assert.Contains("token=", e.Path, StringComparison.Ordinal)); // not from the beginning
        await mailbox.AssertHealthyAsync();
        Assert.All(await mailbox.HistoryAsync(), e => Assert.Null(e.FaultCode));
    }

    [Fact]
    public async Task Scenario_02_A_claims_challenge_is_answered_with_its_claims_and_costs_one_more_try()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "challenged", hasLongTokens: true);

        // Whoever was disabled for a moment has critical events behind them; the sign-in itself survived.
        App.Office.Simulator.Users.SetEnabled(mailbox.Account, isEnabled: false);
        App.Office.Simulator.Users.SetEnabled(mailbox.Account, isEnabled: true);
        mailbox.Write("while it was challenged");
        var report = await mailbox.CheckAsync();

        Assert.Equal((1, null), (report.New, report.Fault));
        var challenged = Assert.Single(mailbox.GraphRequests, e => e.Status == 401);
        Assert.Equal("refresh_token", Assert.Single(mailbox.TokenRequests).Grant);
        Assert.Single(mailbox.GraphRequests, e => e.Path == challenged.Path && e.Status == 200);
        Assert.Contains("\"nbf\":{\"essential\":true", mailbox.Exchanges[^1]["claims"], StringComparison.Ordinal);
        Assert.Contains("\"xms_cc\"", mailbox.Exchanges[^1]["claims"], StringComparison.Ordinal);
        await mailbox.AssertOneTicketAsync("while it was challenged");
        await mailbox.AssertHealthyAsync();
        Assert.DoesNotContain((await mailbox.HistoryAsync()).Skip(2), e => e.FaultCode is not null);
    }

    [Fact]
    public async Task Scenario_02_A_challenge_that_only_a_person_can_meet_goes_with_the_next_sign_in()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "challenged-person", hasLongTokens: true);
        mailbox.Account.HasSecondFactor = true;
        var policy = App.Office.Simulator.Policies.Add(App.Office.Tenant, PolicyRequirement.MultiFactor, [mailbox.Account]);
        mailbox.Write("while only a person could help");
        await App.DuringAsync(mailbox.CheckAsync());

        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.MfaRequired, "AADSTS50076");
        Assert.Single(mailbox.GraphRequests, e => e.Status == 401);
        Assert.Contains("\"nbf\":{\"essential\":true", mailbox.Exchanges[^1]["claims"], StringComparison.Ordinal);
        Assert.Contains(policy.Id, await mailbox.ClaimsOfNextSignInAsync(), StringComparison.Ordinal);

        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("while only a person could help");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_03_A_process_that_dies_before_it_stores_the_new_refresh_token_goes_on_with_the_old_one()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "died");
        var old = await mailbox.RefreshTokenAsync();

        await DieAtRefreshAsync(mailbox);
        Assert.Equal(old, await mailbox.RefreshTokenAsync());
        await mailbox.AssertWorksAsync("after the death");

        Assert.Equal((old, old), (mailbox.Exchanges[^2]["refresh_token"], mailbox.Exchanges[^1]["refresh_token"]));
        Assert.Equal([200, 200], mailbox.TokenRequests.Select(e => e.Status));
        Assert.Equal(mailbox.Exchanges[^1].NewRefreshToken, await mailbox.RefreshTokenAsync());
    }

    [Fact]
    public async Task Scenario_03_Where_the_old_refresh_token_died_with_its_use_a_new_sign_in_is_asked_for_and_nothing_is_lost()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "strict");
        App.Office.Simulator.Settings.StrictRotation = true;
        try
        {
            await DieAtRefreshAsync(mailbox);
            mailbox.Write("while nobody was signed in");
            await App.DuringAsync(mailbox.CheckAsync());
            await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.GrantEnded, "AADSTS70000");
        }
        finally
        {
            App.Office.Simulator.Settings.StrictRotation = false;
        }

        await mailbox.SignInAsync();
        await mailbox.AssertOneTicketAsync("while nobody was signed in");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_04_A_refresh_that_brings_no_refresh_token_keeps_the_old_one()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "kept");
        var kept = await mailbox.RefreshTokenAsync();
        App.Office.Simulator.Settings.OmitRefreshToken = true;
        try
        {
            for (var refresh = 1; refresh <= 3; refresh++)
            {
                App.Time.Advance(UntilEnded);
                await mailbox.AssertWorksAsync($"kept {refresh}");
                Assert.Null(mailbox.Exchanges[^1].NewRefreshToken);
            }
        }
        finally
        {
            App.Office.Simulator.Settings.OmitRefreshToken = false;
        }

        Assert.Equal([200, 200, 200], mailbox.TokenRequests.Select(e => e.Status));
        Assert.Equal([kept, kept, kept], mailbox.Exchanges.TakeLast(3).Select(e => e["refresh_token"]));
        Assert.Equal(kept, await mailbox.RefreshTokenAsync());
    }

    [Fact]
    public async Task Scenario_05_Twenty_workers_that_find_the_token_ended_cause_one_request()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "twenty");
        await using var other = App.AnotherDesk();
        App.Time.Advance(UntilEnded);
        mailbox.Break(new Fault { Delay = AnswerTime });

        var tokens = await Task.WhenAll(await AskAsync(mailbox, other.Services));

        Assert.Equal(20, tokens.Length);
        Assert.Single(tokens.Select(t => t.Value).Distinct());
        Assert.Single(mailbox.TokenRequests);
        await mailbox.AssertWorksAsync("after the rush");
        Assert.Single(mailbox.TokenRequests);
    }

    [Fact]
    public async Task Scenario_05_A_failed_request_is_not_repeated_by_each_of_the_twenty_who_waited_for_it()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "twenty-failing");
        await using var other = App.AnotherDesk();
        App.Time.Advance(UntilEnded);
        mailbox.Break(new Fault { Aadsts = 7000222, Delay = AnswerTime });
        mailbox.Write("during the failing rush");

        foreach (var asking in await AskAsync(mailbox, other.Services))
        {
            Assert.Equal(FaultCodes.SecretExpired, (await Assert.ThrowsAsync<MailboxAuthenticationException>(() => asking)).Fault.Code);
        }

        Assert.Single(mailbox.TokenRequests);
        mailbox.Mend();
        mailbox.Break(new Fault { Aadsts = 7000222 });
        await mailbox.CheckAsync();
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.SecretExpired, "AADSTS7000222");
        mailbox.Mend();
        Assert.Equal(1, (await mailbox.CheckAsync()).New);
        await mailbox.AssertOneTicketAsync("during the failing rush");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_06_Of_two_desks_that_refresh_at_once_the_older_token_never_overwrites_the_newer()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "two-desks");
        var (hasAnswer, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var connection = await mailbox.ConnectionAsync();
        await using var slow = App.AnotherDesk(services => InterruptedTokenStore.In(services, connection.GrantId, () =>
        {
            hasAnswer.TrySetResult();
            return goOn.Task;
        }));
        App.Time.Advance(UntilEnded);
        mailbox.Mark();

        // The other desk has its answer, and its machine is suspended before it stores it, longer than its claim lasts.
        var slowly = slow.Services.GetRequiredService<TokenKeeper>().GetAsync(connection, Ct);
        await Eventually.TrueAsync(() => Task.FromResult(hasAnswer.Task.IsCompleted));
        App.Time.Advance(TimeSpan.FromMinutes(3));
        mailbox.Write("between the two");
        Assert.Null((await mailbox.CheckAsync()).Fault);
        var (older, newer) = (mailbox.Exchanges[^2], mailbox.Exchanges[^1]);
        goOn.SetResult();
        var given = await slowly;

        Assert.Equal([200, 200], mailbox.TokenRequests.Select(e => e.Status));
        Assert.NotEqual(older.NewRefreshToken, newer.NewRefreshToken);
        Assert.Equal(newer.NewRefreshToken, await mailbox.RefreshTokenAsync());
        Assert.Equal(newer.AccessToken, given.Value);
        App.Time.Advance(UntilEnded);
        await mailbox.AssertWorksAsync("after the two");
        Assert.Equal(newer.NewRefreshToken, mailbox.Exchanges[^1]["refresh_token"]);
        await mailbox.AssertOneTicketAsync("between the two");
    }

    /// <summary>Ten workers of this desk and ten of another; Microsoft takes its time, so that they all wait for one answer.</summary>
    private async Task<IReadOnlyList<Task<AccessToken>>> AskAsync(LoneMailbox mailbox, IServiceProvider other)
    {
        var connection = await mailbox.ConnectionAsync();
        mailbox.Mark();
        List<Task<AccessToken>> workers =
            [.. Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? App.Services : other).GetRequiredService<TokenKeeper>().GetAsync(connection, Ct), Ct))];
        await Eventually.TrueAsync(() => Task.FromResult(mailbox.TokenRequests.Count > 0));
        App.Time.Advance(AnswerTime);
        await Eventually.TrueAsync(() => Task.FromResult(workers.TrueForAll(w => w.IsCompleted)));
        return workers;
    }

    /// <summary>Microsoft answers a refresh, the desk dies before it has stored the answer, and a new one starts on the same data, some minutes later.</summary>
    private async Task DieAtRefreshAsync(LoneMailbox mailbox)
    {
        var grant = (await mailbox.ConnectionAsync()).GrantId;
        await App.RestartAsync(services => InterruptedTokenStore.In(services, grant, () => throw new InvalidOperationException("The process ended here.")));
        await mailbox.CheckAsync();
        mailbox.Mark();
        App.Time.Advance(UntilEnded);
        Assert.Equal(FaultCodes.Unexpected, (await mailbox.CheckAsync()).Fault?.Code);
        Assert.Equal(200, Assert.Single(mailbox.TokenRequests).Status);
        await App.RestartAsync();
        App.Time.Advance(TimeSpan.FromMinutes(3));
    }
}

public sealed class TokenScenariosOnSqlite(SqliteApp app) : TokenScenarios<SqliteApp>(app);

public sealed class TokenScenariosOnPostgreSql(PostgreSqlApp app) : TokenScenarios<PostgreSqlApp>(app);
