using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes.Scenarios;

/// <summary>Secrets, certificates, and the clock that assertions are judged by: scenarios 12 to 15.</summary>
public abstract partial class CredentialScenarios<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly TimeSpan UntilEnded = TimeSpan.FromHours(2);
    private static readonly TimeSpan ProbeGap = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task Scenario_12_The_end_of_a_secret_is_told_ahead_then_named_probed_slowly_and_ended_by_a_new_one()
    {
        var mailbox = await EndingSecretAsync("ending");
        await mailbox.AssertWorksAsync("before the secret ended");
        var warned = await mailbox.PageAsync();
        Assert.Contains("data-ends-in=\"30\"", warned, StringComparison.Ordinal);
        Assert.Contains("The client secret in use ends in 20 days:", warned, StringComparison.Ordinal);

        await LetItEndAsync();
        mailbox.Write("after the secret ended");
        mailbox.Mark();
        await mailbox.CheckAsync();
        await mailbox.AssertToldAsync(MailboxState.ActionNeeded, FaultCodes.SecretExpired, "AADSTS7000222");
        Assert.Equal((401, "AADSTS7000222"), (mailbox.TokenRequests[0].Status, mailbox.TokenRequests[0].Error));
        await mailbox.AnswerAsync("before the secret ended", "An answer that waits.");
        mailbox.Mark();
        for (var minutes = 0; minutes < 60; minutes += 20)
        {
            await mailbox.WakesAfterAsync(ProbeGap);
        }

        Assert.InRange(mailbox.TokenRequests.Count, 2, 4);
        App.Office.Simulator.Apps.AddSecret(mailbox.Registration, "the next one", App.Time.GetUtcNow().AddYears(1));
        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync("/credentials", ("Secret", "the next one"))).StatusCode);
        await mailbox.HealsByItselfAsync();
        await mailbox.AssertOneTicketAsync("after the secret ended");
        await mailbox.AssertLeavesOnceAsync("An answer that waits.");
        Assert.Contains("data-state=\"healthy\"", await mailbox.PageAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scenario_12_Of_two_secrets_the_newer_takes_over_without_a_gap_when_the_older_ends()
    {
        var mailbox = await EndingSecretAsync("two-secrets");
        App.Office.Simulator.Apps.AddSecret(mailbox.Registration, "the newer", App.Time.GetUtcNow().AddYears(1));
        await mailbox.PostAsync("/credentials", ("Secret", "the newer"));
        await using (var db = App.Database())
        {
            // As if the older one had been tried last: the newer has never been needed.
            var older = (CredentialId?)await db.CredentialsOf(mailbox.Id).OrderBy(c => c.CreatedAt).Select(c => c.Id).FirstAsync(Ct);
            await db.Mailboxes.Where(m => m.Id == mailbox.Id).Select(m => m.Connection).ExecuteUpdateAsync(set => set.SetProperty(c => c.WorkingCredentialId, older), Ct);
        }

        mailbox.Mark();
        await LetItEndAsync();
        await mailbox.AssertWorksAsync("after the older ended");
        App.Time.Advance(UntilEnded);
        await mailbox.AssertWorksAsync("two hours after the older ended");

        Assert.Equal([(401, "AADSTS7000222"), (200, null), (200, null)], mailbox.TokenRequests.Select(e => (e.Status, e.Error)));
        Assert.Equal(["the newer", "the newer"], mailbox.Exchanges.TakeLast(2).Select(e => e["client_secret"]));
        Assert.All(await mailbox.HistoryAsync(), e => Assert.Null(e.FaultCode));
    }

    [Fact]
    public async Task Scenario_13_A_secrets_id_pasted_in_place_of_its_value_is_seen_before_Microsoft_is_asked()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "pasted");
        var secret = App.Office.Simulator.Apps.AddSecret(mailbox.Registration, "the value", App.Time.GetUtcNow().AddYears(1));

        var refused = await mailbox.PostAsync("/credentials", ("Secret", secret.Id));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Ct));
        Assert.Contains($"{FaultCards.Path}#{DeskFaults.SecretIsId}", page, StringComparison.Ordinal);
        Assert.Contains($"{FaultCards.Path}#{DeskFaults.SecretIsId}", await EnteredInSetupAsync(mailbox, secret.Id), StringComparison.Ordinal);
        Assert.Empty(mailbox.TokenRequests);
        await mailbox.AssertWorksAsync("the one in use goes on");

        // What looks like no id is for Microsoft to judge, and its refusal is told with the same hint.
        var wrong = await mailbox.PostAsync("/credentials", ("Secret", $"{secret.Id}~"));
        var answer = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync(Ct));
        Assert.Contains("data-fault=\"secret-wrong\"", answer, StringComparison.Ordinal);
        Assert.Contains("copies its value, not its ID", answer, StringComparison.Ordinal);
        Assert.Equal((401, "AADSTS7000215"), (Assert.Single(mailbox.TokenRequests).Status, mailbox.TokenRequests[0].Error));

        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync("/credentials", ("Secret", secret.Value))).StatusCode);
        await mailbox.AssertWorksAsync("with the value");
    }

    [Fact]
    public async Task Scenario_14_When_a_certificate_was_rolled_over_every_credential_is_tried_and_the_one_that_works_is_remembered()
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, "rolled");
        var (old, registered) = await MakeCertificateAsync(mailbox);
        var (next, _) = await MakeCertificateAsync(mailbox);
        Assert.Equal(HttpStatusCode.Redirect, (await mailbox.PostAsync($"/credentials/{old.Value}/try")).StatusCode);
        await mailbox.HealsByItselfAsync();
        App.Office.Simulator.Apps.RemoveCertificate(mailbox.Registration, registered);
        mailbox.Mark();

        App.Time.Advance(UntilEnded);
        await mailbox.AssertWorksAsync("after the roll-over");
        App.Time.Advance(UntilEnded);
        await mailbox.AssertWorksAsync("two hours after the roll-over");

        Assert.Equal([(401, "AADSTS700027"), (200, null), (200, null)], mailbox.TokenRequests.Select(e => (e.Status, e.Error)));
        Assert.Matches($"data-credential=\"{next.Value}\"[^§]*?data-status=\"solved\"", (await mailbox.PageAsync()).Replace("</li>", "§", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("behind", 10)]
    [InlineData("ahead", -10)]
    public async Task Scenario_15_A_clock_ten_minutes_off_is_told_and_assertions_go_by_Microsofts(string which, int minutes)
    {
        var mailbox = await LoneMailbox.AppOnlyAsync(App, $"clock-{which}");
        var (certificate, _) = await MakeCertificateAsync(mailbox);
        await using (var db = App.Database())
        {
            var secret = await db.CredentialsOf(mailbox.Id).Where(c => c.Kind == CredentialKind.Secret).Select(c => c.Id).SingleAsync(Ct);
            await mailbox.PostAsync($"/credentials/{certificate.Value}/try");
            await mailbox.PostAsync($"/credentials/{secret.Value}/remove");
        }

        await mailbox.CheckAsync();
        mailbox.Mark();
        SetMicrosoftsClock(TimeSpan.FromMinutes(minutes));
        try
        {
            App.Time.Advance(UntilEnded);
            await mailbox.AssertWorksAsync($"{which} by ten minutes");
            var offset = ClockNote().Match(await mailbox.PageAsync());
            Assert.Equal(which, offset.Groups["which"].Value);
            Assert.InRange(int.Parse(offset.Groups["seconds"].Value, CultureInfo.InvariantCulture), 590, 610);

            App.Time.Advance(UntilEnded);
            await mailbox.AssertWorksAsync($"still {which}");

            // At most one assertion is refused: its refusal, or an answer to another mailbox before it, tells Microsoft's time.
            Assert.Equal([200, 200], mailbox.TokenRequests.SkipWhile(e => e.Error == "AADSTS700024").Select(e => e.Status));
            Assert.InRange(mailbox.TokenRequests.Count, 2, 3);
            Assert.InRange(new JsonWebToken(mailbox.Exchanges[^1]["client_assertion"]).ValidFrom - App.Office.Simulator.Clock.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
            Assert.All(await mailbox.HistoryAsync(), e => Assert.Null(e.FaultCode));
        }
        finally
        {
            SetMicrosoftsClock(TimeSpan.Zero);
        }
    }

    /// <summary>What the setup of a further mailbox answers to this secret.</summary>
    private async Task<string> EnteredInSetupAsync(LoneMailbox mailbox, string secret)
    {
        using var ann = await App.SignInAsync();
        var walk = await WizardWalk.BeginAsync(App, ann);
        await walk.ToAsync(SetupStep.Registration, App.Office.Person("pasted-further").Mail);
        await walk.TakeAsync("registration/proof", ("Proof", "Secret"));
        var answer = await walk.PostAsync("registration", ("Tenant", App.Office.Tenant.Id), ("ClientId", mailbox.Registration.ClientId), ("Secret", secret));
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    /// <summary>A mailbox whose only secret ends in twenty days, and the administrator has entered that.</summary>
    private async Task<LoneMailbox> EndingSecretAsync(string name)
    {
        var mailbox = LoneMailbox.Register(App, name);
        mailbox.Registration.Secrets.Clear();
        App.Office.Simulator.Apps.AddSecret(mailbox.Registration, Office.Secret, App.Time.GetUtcNow().AddDays(20));
        await mailbox.ConnectAsync();
        await using var db = App.Database();
        var secret = await db.CredentialsOf(mailbox.Id).Select(c => c.Id).SingleAsync(Ct);
        var ends = App.Time.GetUtcNow().AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await mailbox.PostAsync($"/credentials/{secret.Value}/end", ("Ends", ends));
        return mailbox;
    }

    /// <summary>The server is off meanwhile, so that nothing of what is counted happens on the way.</summary>
    private async Task LetItEndAsync()
    {
        await App.StopAsync();
        App.Time.Advance(TimeSpan.FromDays(21));
        await App.RestartAsync();
    }

    /// <summary>The administrator has Tern make a certificate, uploads its public part, and has it tried.</summary>
    private async Task<(CredentialId Id, string Registered)> MakeCertificateAsync(LoneMailbox mailbox)
    {
        await mailbox.PostAsync("/certificate");
        await using var db = App.Database();
        var made = await db.CredentialsOf(mailbox.Id).Where(c => c.Kind == CredentialKind.Certificate).OrderByDescending(c => c.CreatedAt).Select(c => c.Id).FirstAsync(Ct);
        using var ann = await App.SignInAsync();
        var registered = App.Office.Simulator.Apps.AddCertificate(mailbox.Registration, await ann.DownloadAsync($"/mailboxes/{mailbox.Id}/credentials/{made.Value}/public"));
        return (made, registered.Id);
    }

    private void SetMicrosoftsClock(TimeSpan ahead)
    {
        App.Office.Simulator.Clock.Drive(App.Time.GetUtcNow() + ahead);
        App.Office.Simulator.Clock.Run();
    }

    [GeneratedRegex("clock is (?<seconds>\\d+) seconds (?<which>behind|ahead)")]
    private static partial Regex ClockNote();
}

public sealed class CredentialScenariosOnSqlite(SqliteApp app) : CredentialScenarios<SqliteApp>(app);

public sealed class CredentialScenariosOnPostgreSql(PostgreSqlApp app) : CredentialScenarios<PostgreSqlApp>(app);
