using Tern.MailEngine.Outbox;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Two machines on one database: one works on a mailbox, the other is ready.</summary>
public sealed class TwoNodesTests
{
    [Fact]
    public async Task One_node_works_the_other_takes_over_and_a_lease_taken_away_in_the_middle_of_the_work_doubles_nothing()
    {
        await using var office = new SimulatedOffice(seed: 2);
        await using var second = office.AnotherNode("node-2", seed: 3);
        var support = office.AddMailbox("support");
        var (written, answered) = (new List<string>(), new List<string>());
        office.Node.Start();
        second.Start();

        for (var hour = 0; hour < 24; hour++)
        {
            written.Add($"mail {hour}");
            answered.Add($"answer {hour}");
            office.Write(support, $"mail {hour}");
            office.Answer(support, $"answer {hour}");

            // A machine froze longer than its lease lasts; when it wakes, the mailbox is another's.
            var (owner, epoch, _) = office.Host.Shared.Leases.GetValueOrDefault(support.Id);
            office.Host.Shared.Leases[support.Id] = (owner == "node-1" ? "node-2" : "node-1", epoch + 1, office.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
            office.Time.Advance(TimeSpan.FromHours(1));
            Assert.False(office.Node.Host.Find(support.Id)!.Lease is not null && second.Host.Find(support.Id)!.Lease is not null, "two nodes at work on one mailbox");
        }

        Assert.Equal(written.Order(), office.Delivered(support).Order());
        Assert.Equal(answered.Order(), office.Received("ann@customer.example").Order());
        Assert.All(office.Host.Shared.Outbox.Values, item => Assert.Equal(OutboxState.Sent, item.State));
    }

    [Fact]
    public async Task A_node_that_stops_hands_over_at_once()
    {
        await using var office = new SimulatedOffice(seed: 4);
        var support = office.AddMailbox("support");
        var second = office.AnotherNode("node-2", seed: 5);
        second.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(office.Node.Host.Find(support.Id)!.Lease);

        await second.DisposeAsync();
        office.Write(support, "who has it now?");
        office.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.NotNull(office.Node.Host.Find(support.Id)!.Lease);
        Assert.Equal(["who has it now?"], office.Delivered(support));
    }
}
