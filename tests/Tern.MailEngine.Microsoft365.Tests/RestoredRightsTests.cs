using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Rights that were given back show in the next token only, so the next token is asked for.</summary>
public sealed class RestoredRightsTests
{
    [Fact]
    public async Task A_restored_consent_shows_at_the_next_probe_and_not_when_the_old_token_ends()
    {
        await using var office = new SimulatedOffice(seed: 12);
        office.Simulator.Apps.WithdrawConsent(office.App);
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(FaultCodes.AccessDenied, office.Host.Shared.Health[^1].Fault?.Code);

        office.Simulator.Apps.GrantAdminConsent(office.App);
        office.Write(support, "after the consent");
        office.Time.Advance(TimeSpan.FromMinutes(18)); // the next probe is due within a quarter of an hour and a little

        Assert.Null(office.Host.Shared.Health[^1].Fault);
        Assert.Equal(["after the consent"], office.Delivered(support));
    }

    [Fact]
    public async Task Who_asks_for_a_check_sees_it_at_once()
    {
        await using var office = new SimulatedOffice(seed: 13);
        office.Simulator.Apps.WithdrawConsent(office.App);
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Simulator.Apps.GrantAdminConsent(office.App);

        var asking = office.Node.Host.Find(support.Id)!.CheckNowAsync(TestContext.Current.CancellationToken);
        office.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.Null((await asking)!.Fault);
    }
}
