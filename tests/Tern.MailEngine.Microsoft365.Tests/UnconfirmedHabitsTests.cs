using Tern.MailEngine.Errors;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Fault = Tern.Microsoft365Simulator.Fault;
using Mailbox = Tern.Microsoft365Simulator.Mailboxes.Mailbox;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>
/// What nobody outside Microsoft can say for certain, in every position in which it may be: what a second send of a draft that was sent is answered with, whether the
/// Message-ID is replaced, whether the mail shows on its way, and how a full mailbox and a used-up day are told. In each the customer has one copy, and the outbox
/// says the truth.
/// </summary>
public sealed class UnconfirmedHabitsTests
{
    private const string Customer = "ann@customer.example";

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_draft_that_left_while_it_still_showed_as_a_draft_is_sent_again_without_a_second_copy(int secondSendStatus, bool replacesMessageId, bool hidesInTransit)
    {
        await using var office = new SimulatedOffice(seed: 81);
        var support = Arrange(office, secondSendStatus, replacesMessageId, hidesInTransit);

        // It left, the answer got lost, and for five minutes it looks as if it had not.
        office.Simulator.Settings.LeaveDraftsAfter = TimeSpan.FromMinutes(5);
        office.Simulator.Settings.SentItemsAfter = TimeSpan.FromMinutes(6);
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/*/send", Status = 504, Body = "<html>Gateway Timeout</html>", ContentType = "text/html", RunsEffect = true, Times = 1 });
        var answer = office.Answer(support, "once");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(30));

        Assert.Equal(["once"], office.Received(Customer));
        Assert.Equal(OutboxState.Sent, office.Host.Shared.Outbox[answer.Id].State);
        Assert.True(office.Simulator.RequestLog.Entries.Count(e => e.Path.EndsWith("/send", StringComparison.Ordinal)) > 1, "It was not sent again, so nothing was tried.");
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public async Task A_copy_under_another_Message_ID_is_known_as_ours_and_its_own_id_is_kept(int secondSendStatus, bool replacesMessageId, bool hidesInTransit)
    {
        await using var office = new SimulatedOffice(seed: 82);
        var support = Arrange(office, secondSendStatus, replacesMessageId, hidesInTransit);
        office.Simulator.Settings.SentItemsAfter = TimeSpan.FromMinutes(1);
        var answer = office.Answer(support, "known");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(10));

        var item = office.Host.Shared.Outbox[answer.Id];
        Assert.Equal((OutboxState.Sent, replacesMessageId), (item.State, item.SentMessageId != answer.MessageId));
        Assert.Equal(["known"], office.Received(Customer));
    }

    [Theory]
    [InlineData(507)]
    [InlineData(429)]
    [InlineData(403)]
    public async Task A_full_mailbox_keeps_the_answer_says_so_and_lets_it_leave_once_there_is_room(int quotaStatus)
    {
        await using var office = new SimulatedOffice(seed: 83);
        var support = office.AddMailbox("support");
        office.Simulator.Settings.QuotaStatus = quotaStatus;
        office.Simulator.Mailboxes.SetQuota(BoxOf(office, support), 1);
        var answer = office.Answer(support, "when there is room");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((OutboxState.Queued, FaultCodes.MailboxFull), (office.Host.Shared.Outbox[answer.Id].State, office.Host.Shared.Outbox[answer.Id].Fault?.Code));
        Assert.Empty(office.Received(Customer));

        office.Simulator.Mailboxes.SetQuota(BoxOf(office, support), null);
        office.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(["when there is room"], office.Received(Customer));
        Assert.Equal(OutboxState.Sent, office.Host.Shared.Outbox[answer.Id].State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_day_that_is_used_up_is_waited_for_or_comes_back_as_a_report_but_nothing_is_sent_twice(bool refuses)
    {
        await using var office = new SimulatedOffice(seed: 84);
        var support = office.AddMailbox("support");
        (office.Simulator.Settings.RefuseOverQuota, office.Simulator.Settings.RecipientsPerDay) = (refuses, 1);
        office.Answer(support, "the first");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(5));
        var second = office.Answer(support, "the second");
        office.Time.Advance(TimeSpan.FromHours(30));

        // Accepted and returned is sent, as far as anybody can see, and the report comes as mail; refused waits for the next day.
        Assert.Equal(OutboxState.Sent, office.Host.Shared.Outbox[second.Id].State);
        Assert.Equal(refuses ? ["the first", "the second"] : ["the first"], office.Received(Customer));
        Assert.Equal(refuses ? 0 : 1, office.Delivered(support).Count());
    }

    public static TheoryData<int, bool, bool> Positions()
    {
        var positions = new TheoryData<int, bool, bool>();
        foreach (var status in (int[])[404, 400])
        {
            foreach (var replaced in (bool[])[false, true])
            {
                positions.Add(status, replaced, false);
                positions.Add(status, replaced, true);
            }
        }

        return positions;
    }

    private static MailboxSettings Arrange(SimulatedOffice office, int secondSendStatus, bool replacesMessageId, bool hidesInTransit)
    {
        var settings = office.Simulator.Settings;
        (settings.SecondSendStatus, settings.ReplaceMessageId, settings.HiddenInTransit) = (secondSendStatus, replacesMessageId, hidesInTransit);
        return office.AddMailbox("support");
    }

    private static Mailbox BoxOf(SimulatedOffice office, MailboxSettings settings) => office.Simulator.Mailboxes.Of(office.Simulator.Users.All.Single(u => u.Mail == settings.Address));
}
