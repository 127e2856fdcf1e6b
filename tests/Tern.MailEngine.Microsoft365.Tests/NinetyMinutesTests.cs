using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>The story that Tern began with: after about ninety minutes the access token ended, and mail stopped.</summary>
public sealed class NinetyMinutesTests
{
    [Fact]
    public async Task For_thirty_days_every_token_is_refreshed_before_its_end_and_each_mail_is_one_message()
    {
        var office = new SimulatedOffice(seed: 90, new MailEngineOptions { PollInterval = TimeSpan.FromMinutes(5), OutboxInterval = TimeSpan.FromMinutes(5) });
        var support = office.AddMailbox("support");
        var sales = office.AddMailbox("sales", GrantKind.Delegated);
        var written = new List<string>();

        office.Node.Start();
        for (var hour = 0; hour < 30 * 24; hour++)
        {
            if (hour % 3 == 0)
            {
                var to = hour % 2 == 0 ? support : sales;
                written.Add($"mail {hour}");
                office.Write(to, $"mail {hour}");
            }

            office.Time.Advance(TimeSpan.FromHours(1));
        }

        await office.DisposeAsync();

        Assert.Equal(0, office.Simulator.RequestLog.ExpiredTokens);
        Assert.DoesNotContain(office.Simulator.RequestLog.Entries, e => e.Status >= 400);
        Assert.True(office.Host.Shared.Health.Count > 2 * 30 * 24 * 11, "five-minute cycles for thirty days");
        Assert.All(office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));
        Assert.Equal(written.Order(), office.Delivered(support).Concat(office.Delivered(sales)).Order());
        Assert.InRange(office.Log.Entries.Count(e => e.Contains("TokenRefreshed", StringComparison.Ordinal)), 2 * 30 * 24 * 60 / 68, 2 * 30 * 24 * 60 / 30);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_delegated_grant_without_mail_lives_on_after_120_days_paused_or_not(bool isPaused)
    {
        var office = new SimulatedOffice(seed: 120, new MailEngineOptions { PollInterval = TimeSpan.FromMinutes(5), OutboxInterval = TimeSpan.FromHours(1) });
        var quiet = office.AddMailbox("quiet", GrantKind.Delegated);
        office.Host.Shared.Mailboxes[quiet.Id] = quiet with { IsPaused = isPaused };

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromDays(120));
        office.Host.Shared.Mailboxes[quiet.Id] = quiet;
        office.Write(quiet, "still there?");
        office.Time.Advance(TimeSpan.FromMinutes(10));
        await office.DisposeAsync();

        Assert.Equal(["still there?"], office.Delivered(quiet));
        Assert.Equal(0, office.Simulator.RequestLog.ExpiredTokens);
        Assert.DoesNotContain(office.Simulator.RequestLog.Entries, e => e.Status >= 400);
    }
}
