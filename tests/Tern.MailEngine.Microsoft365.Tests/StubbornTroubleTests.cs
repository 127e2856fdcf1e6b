using Tern.MailEngine.Delivery;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Sync;
using Tern.Microsoft365Simulator;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Trouble that does not go away by itself: it may cost the one message it belongs to, never the mailbox.</summary>
public sealed class StubbornTroubleTests
{
    [Fact]
    public async Task A_body_that_stalls_is_given_up_after_a_minute_and_fetched_again()
    {
        await using var office = new SimulatedOffice(seed: 19);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Id = "stall", Path = "/v1.0/*/$value", Cut = Cut.Stall, Times = 1 });
        office.Write(support, "slow");
        office.Write(support, "quick");
        office.Node.Start();

        office.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["quick", "slow"], office.Delivered(support).Order());
    }

    [Theory]
    [InlineData(500, Cut.None)]
    [InlineData(null, Cut.AfterEffect)]
    [InlineData(null, Cut.Stall)]
    public async Task Mails_that_can_never_be_fetched_hold_up_no_other_however_many_they_are(int? status, Cut cut)
    {
        await using var office = new SimulatedOffice(seed: 20);
        var support = office.AddMailbox("support");
        var mailbox = office.Simulator.Mailboxes[support.Address]!;
        for (var i = 0; i < 5; i++)
        {
            office.Write(support, $"poison {i}");
            var id = office.Simulator.Mailboxes.IdOf(mailbox, mailbox.In("inbox")[^1]);
            office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/*/messages/{id}/$value", Status = status, GraphCode = status is null ? null : "ErrorInternalServerError", Cut = cut });
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Write(support, "good");
        office.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["good"], office.Delivered(support));
        Assert.Equal(MailboxState.Healthy, office.Host.Shared.Health[^1].State);
    }

    [Theory]
    [InlineData(500, FaultCodes.ProviderDown)]
    [InlineData(410, FaultCodes.MailRefused)]
    [InlineData(400, FaultCodes.MailRefused)]
    public async Task A_mail_that_can_never_be_fetched_waits_is_set_aside_and_after_a_week_given_up_and_each_time_it_is_said(int status, string cause)
    {
        await using var office = new SimulatedOffice(seed: 25, new MailEngineOptions { PollInterval = TimeSpan.FromMinutes(5) });
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/$value", Status = status, GraphCode = "ErrorOfThisMail" });
        office.Write(support, "never");
        office.Node.Start();

        office.Time.Advance(TimeSpan.FromDays(9));

        var notices = office.Host.Shared.Health.SelectMany(h => h.Notices).ToList();
        Assert.Equal(
            [(CycleNoticeKind.MailWaits, cause), (CycleNoticeKind.MailSetAside, cause), (CycleNoticeKind.MailSetAside, FaultCodes.MailGivenUp)],
            notices.Select(n => (n.Kind, n.Fault.Code)).Distinct());
        var given = Assert.IsType<UnfetchedMail>(Assert.Single(office.Host.Shared.Ledger.Values));
        Assert.Equal((FaultCodes.MailGivenUp, null), (given.Fault.Code, given.RetryAt));
        Assert.All(office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));

        // And no request is wasted on it any more.
        var asked = office.Simulator.RequestLog.Entries.Count(e => e.Path.EndsWith("/$value", StringComparison.Ordinal));
        office.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(asked, office.Simulator.RequestLog.Entries.Count(e => e.Path.EndsWith("/$value", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_mail_that_could_not_be_fetched_for_twenty_minutes_does_not_wait_for_hours_after_them()
    {
        await using var office = new SimulatedOffice(seed: 26);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/$value", Status = 503, GraphCode = "serviceNotAvailable", Until = SimulatedOffice.Start.AddMinutes(20) });
        office.Write(support, "after a bad quarter of an hour");
        office.Node.Start();

        office.Time.Advance(TimeSpan.FromMinutes(40));

        Assert.Equal(["after a bad quarter of an hour"], office.Delivered(support));
    }

    [Fact]
    public async Task A_proxys_404_does_not_make_a_mail_count_as_deleted()
    {
        await using var office = new SimulatedOffice(seed: 21);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/$value", Status = 404, Body = "<html>not here</html>", ContentType = "text/html", Until = SimulatedOffice.Start.AddMinutes(3) });
        office.Write(support, "still here");
        office.Node.Start();

        office.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(["still here"], office.Delivered(support));
    }

    [Fact]
    public async Task An_answer_that_was_accepted_but_never_left_is_taken_up_again_and_leaves_once()
    {
        await using var office = new SimulatedOffice(seed: 22);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Method = "POST", Path = "/v1.0/*/send", Status = 202, Body = "", Times = 1 });
        office.Node.Start();
        office.Answer(support, "promised");

        office.Time.Advance(TimeSpan.FromHours(12));

        Assert.Equal(["promised"], office.Received("ann@customer.example"));
        Assert.All(office.Host.Shared.Outbox.Values, item => Assert.Equal(OutboxState.Sent, item.State));
    }

    [Fact]
    public async Task An_answer_that_is_nowhere_after_it_was_accepted_is_said_to_be_uncertain()
    {
        await using var office = new SimulatedOffice(seed: 23);
        var support = office.AddMailbox("support");
        var item = office.Answer(support, "lost");
        office.Simulator.Faults.Add(new Fault { Method = "POST", Path = "/v1.0/*/send", Status = 202, Body = "", Times = 1 });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(5));
        Empty(office, support.Address, "drafts");

        office.Time.Advance(TimeSpan.FromHours(12));

        Assert.Equal(OutboxState.Uncertain, office.Host.Shared.Outbox[item.Id].State);
        Assert.Empty(office.Received("ann@customer.example"));
    }

    [Fact]
    public async Task A_draft_that_somebody_deleted_before_it_was_sent_is_written_anew_with_its_files()
    {
        await using var office = new SimulatedOffice(seed: 24);
        var support = office.AddMailbox("support");
        var file = new byte[4_000_000];
        office.Simulator.Faults.Add(new Fault { Method = "POST", Path = "/v1.0/*/createUploadSession", Status = 503, Until = SimulatedOffice.Start.AddMinutes(1) });
        office.Answer(support, "with a file", [new LargeAttachment("plan.bin", "application/octet-stream", file.Length, () => new MemoryStream(file))]);
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(20));
        Empty(office, support.Address, "drafts");

        office.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(["with a file"], office.Received("ann@customer.example"));
        Assert.All(office.Host.Shared.Outbox.Values, item => Assert.Equal(OutboxState.Sent, item.State));
    }

    private static void Empty(SimulatedOffice office, string address, string folder)
    {
        var mailbox = office.Simulator.Mailboxes[address]!;
        foreach (var message in mailbox.In(folder).ToList())
        {
            office.Simulator.Mailboxes.Purge(mailbox, message);
        }
    }
}
