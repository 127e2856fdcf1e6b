using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Graph;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Sync;
using Tern.MailEngine.Testing;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Folders, counts and limits of reading, against the simulated tenant on a driven clock.</summary>
public sealed class ReadingTests
{
    [Fact]
    public async Task A_page_that_does_not_come_in_time_is_asked_for_with_fewer_rows_and_nothing_is_left_out()
    {
        await using var office = new SimulatedOffice(seed: 60);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 150; i++)
        {
            office.Write(support, $"letter {i}");
        }

        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/messages/delta*", Status = 504, Body = "<html>Gateway Timeout</html>", ContentType = "text/html", Times = 3 });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(150, office.Delivered(support).Distinct().Count());
        Assert.Equal(150, office.Host.Shared.Delivered.Count);
        Assert.All(office.Host.Shared.Health, h => Assert.Null(h.Fault)); // fewer rows are no trouble
    }

    [Theory]
    [InlineData("SyncStateNotFound", 410)]
    [InlineData("resyncRequired", 400)]
    public async Task A_forgotten_link_in_the_middle_of_a_round_begins_anew_and_brings_no_mail_twice(string code, int status)
    {
        await using var office = new SimulatedOffice(seed: 61);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 250; i++)
        {
            office.Write(support, $"letter {i}");
        }

        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/messages/delta*", Status = status, GraphCode = code, Skip = 1, Times = 1 });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(250, office.Delivered(support).Distinct().Count());
        Assert.Equal(250, office.Host.Shared.Delivered.Count);
        Assert.Contains(office.Host.Shared.Health.SelectMany(h => h.Notices), n => n.Kind == CycleNoticeKind.CursorExpired);
    }

    [Fact]
    public async Task A_message_that_vanished_and_came_back_unseen_by_the_feed_is_found_by_the_count_of_the_newest()
    {
        await using var office = new SimulatedOffice(seed: 62);
        office.Simulator.Settings.MissReturns = true;
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        var mailbox = office.Simulator.Mailboxes[support.Address]!;

        var hidden = office.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/*/messages/*", Status = 404, GraphCode = "ErrorItemNotFound" });
        office.Write(support, "there and back again");
        var message = mailbox.In("inbox")[^1];
        office.Time.Advance(TimeSpan.FromMinutes(1)); // seen, and gone when it was to be fetched
        office.Simulator.Mailboxes.Move(mailbox, message, "archive");
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Simulator.Mailboxes.Move(mailbox, message, "inbox");
        office.Simulator.Faults.Remove(hidden.Id);
        office.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(office.Delivered(support));

        office.Time.Advance(TimeSpan.FromMinutes(12));

        Assert.Equal(["there and back again"], office.Delivered(support));
        Assert.Equal(1, office.Host.Shared.Health.SelectMany(h => h.Notices).Where(n => n.Kind == CycleNoticeKind.FeedMissedMail).Sum(n => n.Mails));
    }

    [Fact]
    public async Task The_count_of_the_whole_folder_goes_back_to_the_connection_and_finds_what_is_older_than_the_newest()
    {
        await using var office = new SimulatedOffice(seed: 63);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 300; i++)
        {
            office.Write(support, $"letter {i}");
            office.Time.Advance(TimeSpan.FromSeconds(1));
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(300, office.Host.Shared.Delivered.Count);

        // A restored backup looks like that: the cursor is of today, and of the oldest letters nothing is known.
        var oldest = office.Host.Shared.Delivered.OrderBy(d => d.Mail.ReceivedAt).Take(5).ToList();
        oldest.ForEach(d => office.Host.Shared.Ledger.Remove((d.Mailbox, d.Mail.ProviderId)));
        office.Host.Shared.Delivered.RemoveAll(oldest.Contains);
        office.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(295, office.Host.Shared.Delivered.Count); // beyond the newest two hundred

        office.Time.Advance(TimeSpan.FromDays(1));

        Assert.Equal(300, office.Delivered(support).Distinct().Count());
        Assert.Equal(300, office.Host.Shared.Delivered.Count);
        var state = office.Host.Shared.Folders[(support.Id, "inbox")];
        Assert.Null(state.WholeCensusBefore);
    }

    [Fact]
    public async Task A_count_that_does_not_come_in_time_is_asked_for_with_fewer_rows_and_finds_what_it_is_for()
    {
        await using var office = new SimulatedOffice(seed: 67);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 120; i++)
        {
            office.Write(support, $"letter {i}");
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(5));
        office.Simulator.Faults.Add(new Fault { Class = "G3", Path = "/v1.0/users/*/mailFolders/inbox/messages" });
        Forget(office, support, "letter 7");

        office.Time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(120, office.Delivered(support).Distinct().Count());
        Assert.DoesNotContain(office.Host.Shared.Health.SelectMany(h => h.Notices), n => n.Kind == CycleNoticeKind.CountFailed);
    }

    [Fact]
    public async Task A_count_that_fails_is_said_and_made_up_for_and_keeps_no_folder_no_new_mail_and_none_that_waits_from_being_read()
    {
        await using var office = new SimulatedOffice(seed: 68);
        var support = office.AddMailbox("support");
        office.Host.Shared.Mailboxes[support.Id] = support with { Folders = [FolderSettings.Inbox, new FolderSettings("sentitems", FolderRole.Sent)] };
        office.Node.Start();
        office.Write(support, "missed");
        office.Time.Advance(TimeSpan.FromMinutes(1));
        Forget(office, support, "missed");
        var broken = office.Simulator.Faults.Add(new Fault { Path = "/v1.0/users/*/mailFolders/*/messages", Status = 504, Body = "<html>Gateway Timeout</html>", ContentType = "text/html" });
        office.Time.Advance(TimeSpan.FromMinutes(13));
        office.Simulator.Faults.Add(new Fault { Path = "/v1.0/*/$value", Status = 500, GraphCode = "ErrorInternalServerError", Times = 3 });
        office.Write(support, "waits"); // until the count is due
        office.Time.Advance(TimeSpan.FromMinutes(3));
        office.Write(support, "new");
        office.Simulator.Mailboxes.Deliver(office.Simulator.Mailboxes[support.Address]!, "From: <support@contoso.example>\r\nSubject: from Outlook\r\n\r\nHello\r\n"u8, "sentitems");
        office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["from Outlook", "new", "waits"], office.Delivered(support).Order());
        Assert.All(office.Host.Shared.Health, h => Assert.Null(h.Fault));
        Assert.Contains(office.Host.Shared.Health.SelectMany(h => h.Notices), n => n.Kind == CycleNoticeKind.CountFailed);

        office.Simulator.Faults.Remove(broken.Id);
        office.Time.Advance(TimeSpan.FromMinutes(6)); // and not only a quarter of an hour later

        Assert.Equal(["from Outlook", "missed", "new", "waits"], office.Delivered(support).Order());
    }

    [Theory]
    [InlineData(GrantKind.AppOnly)]
    [InlineData(GrantKind.Delegated)]
    public async Task Thirty_days_without_a_network_cost_no_mail_double_none_and_need_nobody(GrantKind kind)
    {
        await using var office = new SimulatedOffice(seed: 65);
        var support = office.AddMailbox("support", kind);
        office.Node.Start();
        office.Write(support, "before");
        office.Time.Advance(TimeSpan.FromMinutes(5));

        office.Simulator.Settings.NetworkDown = HttpRequestError.ConnectionError;
        for (var day = 0; day < 30; day++)
        {
            for (var i = 0; i < 10; i++)
            {
                office.Write(support, $"day {day}, letter {i}");
                office.Time.Advance(TimeSpan.FromHours(2.4));
            }
        }

        office.Simulator.Mailboxes.ExpireSyncStates(office.Simulator.Mailboxes[support.Address]!);
        office.Simulator.Settings.NetworkDown = null;
        office.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(301, office.Delivered(support).Distinct().Count());
        Assert.Equal(301, office.Host.Shared.Delivered.Count);
        Assert.Null(office.Host.Shared.Health[^1].Fault);
        Assert.DoesNotContain(office.Host.Shared.Health, h => h.Fault is { Class: FaultClass.AdministratorMustAct or FaultClass.PersonMustSignIn });
    }

    [Fact]
    public async Task A_burst_of_ten_thousand_is_read_once_and_a_quiet_mailbox_does_not_wait_for_it()
    {
        await using var office = new SimulatedOffice(seed: 66);
        var (loud, quiet) = (office.AddMailbox("loud"), office.AddMailbox("quiet"));
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Simulator.Mailboxes.Fill(office.Simulator.Mailboxes[loud.Address]!, 10_000, "inbox", TimeSpan.FromSeconds(30));

        office.Time.Advance(TimeSpan.FromSeconds(31));
        office.Write(quiet, "beside the burst");
        office.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["beside the burst"], office.Delivered(quiet));

        office.Time.Advance(TimeSpan.FromMinutes(30)); // Microsoft lets ten thousand requests through in ten minutes
        Assert.Equal(10_000, office.Host.Shared.Delivered.Where(d => d.Mailbox == loud.Id).Select(d => d.Mail.ProviderId).Distinct().Count());
        Assert.Equal(10_001, office.Host.Shared.Delivered.Count);
        Assert.Null(office.Host.Shared.Health.Last(h => h.Mailbox == loud.Id).Fault);
    }

    [Fact]
    public async Task Mail_that_came_and_was_moved_within_a_second_is_read_and_known_to_have_left()
    {
        await using var office = new SimulatedOffice(seed: 64);
        var support = office.AddMailbox("support");
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        var mailbox = office.Simulator.Mailboxes[support.Address]!;

        office.Write(support, "moved at once");
        office.Simulator.Mailboxes.Move(mailbox, mailbox.In("inbox")[^1], "archive");
        office.Write(support, "gone at once");
        office.Simulator.Mailboxes.Purge(mailbox, mailbox.In("inbox")[^1]);
        office.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["moved at once"], office.Delivered(support));
        Assert.Equal(2, office.Host.Shared.Left.Count);
    }

    [Fact]
    public async Task Three_requests_at_most_are_on_their_way_and_one_of_them_is_kept_for_sending()
    {
        var time = new SimulatedTime(SimulatedOffice.Start);
        var traffic = new MailboxTraffic(time);
        var first = await traffic.EnterAsync(SessionUse.Reading, CancellationToken.None);
        var second = await traffic.EnterAsync(SessionUse.Reading, CancellationToken.None);
        var waiting = traffic.EnterAsync(SessionUse.Reading, CancellationToken.None);
        var sending = await traffic.EnterAsync(SessionUse.Sending, CancellationToken.None);
        var further = traffic.EnterAsync(SessionUse.Sending, CancellationToken.None);

        Assert.False(waiting.IsCompleted || further.IsCompleted);
        first.Dispose();
        Assert.True(further.IsCompleted); // what is to leave goes first, though it came later
        Assert.False(waiting.IsCompleted);
        sending.Dispose();
        Assert.True(waiting.IsCompleted);
        second.Dispose();
        second.Dispose(); // a place is given back once
        (await waiting).Dispose();
        (await further).Dispose();
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_place_and_after_a_refusal_one_fewer_is_let_through_for_a_while()
    {
        var time = new SimulatedTime(SimulatedOffice.Start);
        var traffic = new MailboxTraffic(time);
        using var gone = new CancellationTokenSource();
        traffic.Narrow();
        var only = await traffic.EnterAsync(SessionUse.Reading, CancellationToken.None);
        var given = traffic.EnterAsync(SessionUse.Reading, gone.Token);
        var next = traffic.EnterAsync(SessionUse.Reading, CancellationToken.None);

        gone.Cancel();
        Assert.True(given.IsCanceled);
        Assert.False(next.IsCompleted);
        only.Dispose();
        Assert.True(next.IsCompleted);

        time.Advance(TimeSpan.FromMinutes(11));
        Assert.True(traffic.EnterAsync(SessionUse.Reading, CancellationToken.None).IsCompleted); // two again
        (await next).Dispose();
    }

    /// <summary>A restored backup looks like that: the cursor is of today, and of this mail nothing is known.</summary>
    private static void Forget(SimulatedOffice office, MailboxSettings mailbox, string text)
    {
        var index = office.Delivered(mailbox).ToList().IndexOf(text);
        var (of, mail) = office.Host.Shared.Delivered.Where(d => d.Mailbox == mailbox.Id).ElementAt(index);
        office.Host.Shared.Ledger.Remove((of, mail.ProviderId));
        office.Host.Shared.Delivered.Remove((of, mail));
    }
}
