using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;
using Tern.Tests.Fixtures;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>The token endpoint is away, busy, or answers oddly: scenarios 16 to 19 and 25. None of it is ever called a lost sign-in.</summary>
public abstract class OutageScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private const string Gateway = "<html><body>502 Bad Gateway</body></html>";
    private static readonly TimeSpan UntilEnded = TimeSpan.FromHours(2);

    [Fact]
    public async Task Scenario_16_An_outage_of_half_an_hour_around_the_refresh_is_not_seen_at_all()
    {
        var mailbox = await EightyMinutesAsync("short-outage");
        App.Time.Advance(TimeSpan.FromMinutes(39));
        mailbox.Break(new Fault { Status = 503, Body = Gateway, ContentType = "text/html" });
        for (var minutes = 45; minutes <= 70; minutes += 10)
        {
            App.Time.Advance(TimeSpan.FromMinutes(minutes == 45 ? 6 : 10));
            await mailbox.AssertWorksAsync($"{minutes} minutes after the token began");
        }

        Assert.NotEmpty(mailbox.TokenRequests);
        Assert.All(mailbox.TokenRequests, e => Assert.Equal(503, e.Status));
        mailbox.Mend();
        App.Time.Advance(TimeSpan.FromMinutes(6));
        await mailbox.AssertWorksAsync("after the outage");
        Assert.Equal(200, mailbox.TokenRequests[^1].Status);
        Assert.DoesNotContain((await mailbox.HistoryAsync()).SkipWhile(e => e.State != MailboxState.Healthy), e => e.FaultCode is not null);
        Assert.DoesNotContain(mailbox.GraphRequests, e => e.TokenExpired);
    }

    [Fact]
    public async Task Scenario_16_Two_hours_without_the_token_endpoint_disconnect_nothing_and_end_unaided()
    {
        var mailbox = await EightyMinutesAsync("long-outage");
        await mailbox.AssertWorksAsync("before the outage");
        var refreshToken = await mailbox.RefreshTokenAsync();
        App.Time.Advance(UntilEnded);
        mailbox.Write("during the outage");
        mailbox.Mark();
        (Fault Fault, string Cause)[] troubles =
        [
            (new Fault { Status = 503 }, FaultCodes.ProviderDown),
            (new Fault { Status = 504 }, FaultCodes.ProviderDown),
            (new Fault { Status = 502, Body = Gateway, ContentType = "text/html" }, FaultCodes.ProviderDown),
            (new Fault { Cut = Cut.BeforeEffect }, FaultCodes.ConnectionBroken),
            (new Fault { Down = HttpRequestError.NameResolutionError }, FaultCodes.NameUnresolved),
        ];
        foreach (var (fault, cause) in troubles)
        {
            mailbox.Mend();
            mailbox.Break(fault);
            if (cause == FaultCodes.ProviderDown && fault.Status == 503)
            {
                await mailbox.CheckAsync();
                await mailbox.AnswerAsync("before the outage", "An answer that waits.");
            }

            for (var minutes = 0; minutes < 24; minutes += 6)
            {
                await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(6));
            }

            await mailbox.AssertToldAsync(MailboxState.Degraded, cause);
        }

        // The gap grows to five minutes and no further, whoever asks.
        Assert.InRange(mailbox.TokenRequests.Count, 20, 60);
        Assert.All((await mailbox.HistoryAsync()).SkipWhile(e => e.State != MailboxState.Degraded), e => Assert.Equal(MailboxState.Degraded, e.State));
        mailbox.Mend();
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(6));
        await mailbox.HealsByItselfAsync();

        Assert.Equal(refreshToken, mailbox.Exchanges[^1]["refresh_token"]);
        await mailbox.AssertOneTicketAsync("during the outage");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_17_A_429_with_two_minutes_to_wait_holds_for_every_mailbox_of_the_client_and_no_longer()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "throttled");
        var sibling = await mailbox.SiblingAsync("throttled-too");
        App.Time.Advance(UntilEnded);
        mailbox.Write("to the first");
        sibling.Write("to the second");
        mailbox.Break(new Fault { Status = 429, Headers = { ["Retry-After"] = "120" }, Times = 1 });
        mailbox.Mark();

        Assert.Equal(FaultCodes.Throttled, (await mailbox.CheckAsync()).Fault?.Code);
        Assert.Equal(FaultCodes.Throttled, (await sibling.CheckAsync()).Fault?.Code);
        await mailbox.AssertToldAsync(MailboxState.Throttled, FaultCodes.Throttled);
        await sibling.AssertToldAsync(MailboxState.Throttled, FaultCodes.Throttled);
        App.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(FaultCodes.Throttled, (await mailbox.CheckAsync()).Fault?.Code);
        Assert.Equal(FaultCodes.Throttled, (await sibling.CheckAsync()).Fault?.Code);
        Assert.Equal(429, Assert.Single(mailbox.TokenRequests).Status);

        App.Time.Advance(TimeSpan.FromSeconds(60));
        await mailbox.HealsByItselfAsync();
        await sibling.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync("to the first");
        await sibling.AssertOneTicketAsync("to the second");
        Assert.InRange(mailbox.TokenRequests[1].Time - mailbox.TokenRequests[0].Time, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(240));
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_18_A_detected_loop_is_waited_out_and_nobody_is_sent_to_sign_in()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "loop");
        App.Time.Advance(UntilEnded);
        mailbox.Write("during the loop");
        mailbox.Break(new Fault { Aadsts = 50196, Times = 1 });
        mailbox.Mark();

        await mailbox.CheckAsync();
        await mailbox.AssertToldAsync(MailboxState.Throttled, FaultCodes.Throttled, "AADSTS50196");
        App.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(FaultCodes.Throttled, (await mailbox.CheckAsync()).Fault?.Code);
        Assert.Equal((400, "AADSTS50196"), (Assert.Single(mailbox.TokenRequests).Status, mailbox.TokenRequests[0].Error));
        Assert.Contains(App.Logs.GetSnapshot(), r => r.Id.Name == "TokenRefreshFailed" && r.Message.Contains("AADSTS50196", StringComparison.Ordinal));

        App.Time.Advance(TimeSpan.FromMinutes(2));
        await mailbox.HealsByItselfAsync();
        Assert.Equal([400, 200], mailbox.TokenRequests.Select(e => e.Status));
        await mailbox.AssertOneTicketAsync("during the loop");
        await mailbox.AssertHealthyAsync();
    }

    [Theory]
    [InlineData("directory", EntraTrouble.DirectoryUnavailable, "AADSTS90033")]
    [InlineData("service", EntraTrouble.ServiceUnavailable, "AADSTS90006")]
    public async Task Scenario_19_Passing_trouble_of_Entra_is_tried_again_until_it_has_passed(string name, EntraTrouble trouble, string code)
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, $"passing-{name}");
        App.Time.Advance(UntilEnded);
        mailbox.Write($"during passing trouble of the {name}");
        mailbox.Mark();
        App.Office.Simulator.Entra.SetTrouble(trouble, during: TimeSpan.FromMinutes(10));

        await mailbox.CheckAsync();
        await mailbox.AssertToldAsync(MailboxState.Degraded, FaultCodes.ProviderDown, code);
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(5));
        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(6));
        await mailbox.HealsByItselfAsync();

        Assert.All(mailbox.TokenRequests.SkipLast(1), e => Assert.Equal(code, e.Error));
        Assert.InRange(mailbox.TokenRequests.Count, 3, 20);
        await mailbox.AssertOneTicketAsync($"during passing trouble of the {name}");
        await mailbox.AssertHealthyAsync();
    }

    [Fact]
    public async Task Scenario_25_An_answer_with_a_text_for_a_number_a_byte_order_mark_and_unknown_fields_is_a_token()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "odd");
        var settings = App.Office.Simulator.Settings;
        settings.ExpiresInAsString = settings.ByteOrderMark = settings.UnknownFields = settings.OmitScope = true;
        try
        {
            App.Time.Advance(UntilEnded);
            await mailbox.AssertWorksAsync("by an odd answer");
            App.Time.Advance(UntilEnded);
            await mailbox.AssertWorksAsync("by another odd answer");
        }
        finally
        {
            settings.ExpiresInAsString = settings.ByteOrderMark = settings.UnknownFields = settings.OmitScope = false;
        }

        Assert.Equal([200, 200], mailbox.TokenRequests.Select(e => e.Status));
        Assert.Matches("\"expires_in\":\\s?\"\\d+\"", mailbox.Exchanges[^1].Answer!);
        Assert.Contains("x_future", mailbox.Exchanges[^1].Answer!, StringComparison.Ordinal);
        Assert.InRange((await mailbox.HealthAsync()).ReportedAt, App.Time.GetUtcNow().AddMinutes(-1), App.Time.GetUtcNow());
    }

    [Fact]
    public async Task Scenario_25_A_page_with_status_200_in_place_of_a_token_passes_and_is_no_refusal()
    {
        var mailbox = await LoneMailbox.SignedInAsync(App, "captive");
        var refreshToken = await mailbox.RefreshTokenAsync();
        App.Time.Advance(UntilEnded);
        mailbox.Write("behind a captive portal");
        mailbox.Mark();
        App.Office.Simulator.Settings.CaptivePortal = true;
        try
        {
            await mailbox.CheckAsync();
            await mailbox.AssertToldAsync(MailboxState.Degraded, FaultCodes.AnswerUnreadable);
            await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(6));
            Assert.All(mailbox.TokenRequests, e => Assert.Equal(200, e.Status));
            Assert.Equal(refreshToken, await mailbox.RefreshTokenAsync());
        }
        finally
        {
            App.Office.Simulator.Settings.CaptivePortal = false;
        }

        await mailbox.WakesAfterAsync(TimeSpan.FromMinutes(6));
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync("behind a captive portal");
        await mailbox.AssertHealthyAsync();
    }

    /// <summary>A mailbox with a sign-in whose tokens live exactly eighty minutes.</summary>
    private async Task<LoneMailbox> EightyMinutesAsync(string name)
    {
        App.Office.Simulator.Settings.AccessTokenShortest = App.Office.Simulator.Settings.AccessTokenLongest = TimeSpan.FromMinutes(80);
        return await LoneMailbox.SignedInAsync(App, name);
    }
}

public sealed class OutageScenariosOnSqlite(SqliteApp app) : OutageScenarios<SqliteApp>(app);

public sealed class OutageScenariosOnPostgreSql(PostgreSqlApp app) : OutageScenarios<PostgreSqlApp>(app);
