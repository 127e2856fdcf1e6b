using System.Text;
using System.Text.RegularExpressions;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Sending against the simulated tenant on a driven clock: its pace, and large files whose upload breaks.</summary>
public sealed class SendingTests
{
    private const int ThreeSlices = (3 * 3_276_800) - 1000;

    [Fact]
    public async Task Thirty_mails_a_minute_leave_and_the_others_wait_their_turn()
    {
        await using var office = new SimulatedOffice(seed: 70);
        var support = office.AddMailbox("support");
        for (var i = 0; i < 100; i++)
        {
            office.Answer(support, $"answer {i}");
        }

        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(100, office.Received("ann@customer.example").Distinct().Count());
        Assert.Equal(100, office.Received("ann@customer.example").Count());
        var sends = office.Simulator.RequestLog.Entries.Where(e => e.Path.EndsWith("/send", StringComparison.Ordinal)).Select(e => e.Time).ToList();
        Assert.All(sends, at => Assert.InRange(sends.Count(other => other >= at && other < at + TimeSpan.FromMinutes(1)), 1, 30));
        Assert.True(sends[^1] - sends[0] < TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData(Cut.BeforeEffect, 0)]
    [InlineData(Cut.BeforeEffect, 1)]
    [InlineData(Cut.BeforeEffect, 2)]
    [InlineData(Cut.AfterEffect, 0)]
    [InlineData(Cut.AfterEffect, 1)]
    [InlineData(Cut.AfterEffect, 2)]
    public async Task A_slice_whose_line_breaks_goes_on_at_its_own_offset_and_the_file_arrives_whole_and_once(Cut cut, int slice)
    {
        await using var office = new SimulatedOffice(seed: 71);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Path = "/upload/*", Cut = cut, Skip = slice, Times = 1 });

        await AssertArrivesWholeAsync(office, support);
    }

    [Theory]
    [InlineData("POST", "/v1.0/users/*/messages", Cut.AfterEffect)]
    [InlineData("PATCH", "/v1.0/users/*/messages/*", Cut.BeforeEffect)]
    [InlineData("PATCH", "/v1.0/users/*/messages/*", Cut.AfterEffect)]
    public async Task A_draft_of_a_process_that_died_before_it_could_note_it_is_found_and_used_by_the_next(string method, string path, Cut cut)
    {
        await using var office = new SimulatedOffice(seed: 73);
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Method = method, Path = path, Cut = cut, Delay = TimeSpan.FromHours(1), Times = 1 }); // nothing is ever heard of it
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(1));
        var answer = office.Answer(support, "from the orphan");
        office.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((OutboxState.Queued, 0), (office.Host.Shared.Outbox[answer.Id].State, office.Host.Shared.Outbox[answer.Id].Attempts));

        await using var next = office.AnotherNode("node-1", seed: 74); // the same machine again, and the first one writes nothing more
        next.Start();
        office.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(["from the orphan"], office.Received("ann@customer.example"));
        Assert.Empty(office.Simulator.Mailboxes.Of(office.Simulator.Users.All.Single(u => u.Mail == support.Address)).In("drafts"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(401)]
    public async Task An_upload_address_that_ended_is_replaced_by_a_new_one(int status)
    {
        await using var office = new SimulatedOffice(seed: 72);
        office.Simulator.Settings.ExpiredUploadStatus = status;
        var support = office.AddMailbox("support");
        office.Simulator.Faults.Add(new Fault { Path = "/upload/*", Status = status, GraphCode = status == 404 ? "ErrorItemNotFound" : "InvalidAuthenticationToken", Skip = 1, Times = 1 });

        await AssertArrivesWholeAsync(office, support);
    }

    private static Task AssertArrivesWholeAsync(SimulatedOffice office, MailboxSettings support)
    {
        var bytes = new byte[ThreeSlices];
        new Random(7).NextBytes(bytes);
        office.Answer(support, "with a large file", [new LargeAttachment("plan.pdf", "application/pdf", bytes.Length, () => new MemoryStream(bytes))]);
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromMinutes(10));

        var mail = Assert.Single(office.Simulator.Customers.Inbox("ann@customer.example"));
        var raw = Encoding.ASCII.GetString(mail.Raw);
        Assert.Single(Regex.Matches(raw, "Content-Disposition: attachment"));
        var start = raw.IndexOf("\r\n\r\n", raw.IndexOf("Content-Disposition: attachment", StringComparison.Ordinal), StringComparison.Ordinal) + 4;
        Assert.True(bytes.AsSpan().SequenceEqual(Convert.FromBase64String(raw[start..raw.IndexOf("\r\n--", start, StringComparison.Ordinal)])), "The file is not what was sent.");
        return Task.CompletedTask;
    }
}
