using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Mailboxes share a node fairly: those in arrears take turns, and one with little to do is not behind them.</summary>
public sealed class FairnessTests
{
    private const int InArrears = 12;
    private const int Arrears = 60;
    private const int AtOnce = 2;

    [Fact]
    public async Task Mailboxes_in_arrears_take_turns_and_a_quiet_one_waits_for_none_of_them()
    {
        await using var office = new SimulatedOffice(seed: 91, new MailEngineOptions { CatchingUpAtOnce = AtOnce });
        office.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(1); // so that turns take a while
        var late = Enumerable.Range(1, InArrears).Select(i => office.AddMailbox($"late{i}")).ToList();
        var quiet = office.AddMailbox("quiet");
        foreach (var mailbox in late)
        {
            for (var i = 0; i < Arrears; i++)
            {
                office.Write(mailbox, $"{mailbox.ShortName} {i}");
            }
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(20));
        office.Write(quiet, "a word in between");
        office.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(["a word in between"], office.Delivered(quiet));
        Assert.Contains(late, mailbox => !office.Delivered(mailbox).Any());

        office.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.All(late, mailbox => Assert.Equal(Arrears, office.Delivered(mailbox).Distinct().Count()));
        var turns = late.Select(mailbox => Turn(office, mailbox)).ToList();
        Assert.All(turns, turn => Assert.InRange(turns.Count(other => other.From <= turn.From && turn.From < other.Until), 1, AtOnce));
    }

    [Fact]
    public async Task A_dozen_mails_are_not_behind_all_those_with_hundreds()
    {
        await using var office = new SimulatedOffice(seed: 95, new MailEngineOptions { CatchingUpAtOnce = AtOnce });
        office.Simulator.Settings.MailboxRequestTime = TimeSpan.FromSeconds(1);
        var late = Enumerable.Range(1, InArrears).Select(i => office.AddMailbox($"late{i}")).ToList();
        var busy = office.AddMailbox("busy");
        foreach (var (mailbox, mails) in late.Select(m => (m, Arrears)).Append((busy, 12)))
        {
            for (var i = 0; i < mails; i++)
            {
                office.Write(mailbox, $"{mailbox.ShortName} {i}");
            }
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(75));

        Assert.Equal(12, office.Delivered(busy).Count());
        Assert.InRange(late.Count(mailbox => !office.Delivered(mailbox).Any()), InArrears / 2, InArrears);
    }

    [Fact]
    public async Task A_mailbox_whose_turn_ends_in_trouble_gives_it_to_the_next()
    {
        await using var office = new SimulatedOffice(seed: 92, new MailEngineOptions { CatchingUpAtOnce = 1 });
        var late = Enumerable.Range(1, 3).Select(i => office.AddMailbox($"late{i}")).ToList();
        foreach (var mailbox in late)
        {
            for (var i = 0; i < Arrears; i++)
            {
                office.Write(mailbox, $"{mailbox.ShortName} {i}");
            }
        }

        office.Simulator.Faults.Add(new Fault { Path = $"/v1.0/users/{late[0].Address}/messages/*/$value", Status = 503, GraphCode = "serviceNotAvailable", Times = 200 });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));

        Assert.All(late.Skip(1), mailbox => Assert.Equal(Arrears, office.Delivered(mailbox).Distinct().Count()));
    }

    [Fact]
    public async Task What_is_due_leaves_without_a_ring_and_a_mailbox_in_trouble_is_not_asked_for_every_message_it_has()
    {
        await using var office = new SimulatedOffice(seed: 93);
        var (well, ill) = (office.AddMailbox("well"), office.AddMailbox("ill"));
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Simulator.Faults.Add(new Fault { Method = "POST", Path = $"/v1.0/users/{ill.Address}/messages", Status = 503, GraphCode = "serviceNotAvailable" });
        office.Answer(well, "leaves");
        for (var i = 0; i < 50; i++)
        {
            office.Answer(ill, $"waits {i}");
        }

        office.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["leaves"], office.Received("ann@customer.example"));
        Assert.InRange(office.Simulator.RequestLog.Entries.Count(e => e.Method == "POST" && e.Path.Contains("ill", StringComparison.Ordinal)), 1, 12);
    }

    [Fact]
    public async Task Hundreds_of_mailboxes_begin_one_after_the_other_within_the_gap_between_two_checks()
    {
        await using var office = new SimulatedOffice(seed: 94);
        for (var i = 0; i < 300; i++)
        {
            office.AddMailbox($"one-of-many-{i}");
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.InRange(office.Simulator.RequestLog.Entries.Select(e => e.Mailbox).OfType<string>().Distinct().Count(), 50, 150);
        office.Time.Advance(TimeSpan.FromSeconds(22));
        Assert.Equal(300, office.Simulator.RequestLog.Entries.Select(e => e.Mailbox).OfType<string>().Distinct().Count());
    }

    private static (DateTimeOffset From, DateTimeOffset Until) Turn(SimulatedOffice office, MailboxSettings mailbox)
    {
        var fetches = office.Simulator.RequestLog.Entries.Where(e => e.Mailbox == mailbox.Address && e.Path.EndsWith("/$value", StringComparison.Ordinal)).Select(e => e.Time).ToList();
        return (fetches[0], fetches[^1]);
    }
}
