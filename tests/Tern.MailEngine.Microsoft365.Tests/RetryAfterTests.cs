using Tern.MailEngine.Errors;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Microsoft says how long to stay away; nothing shortens that, neither an impatient administrator nor a reply that is to leave.</summary>
public sealed class RetryAfterTests
{
    [Fact]
    public async Task A_throttled_mailbox_is_left_alone_for_as_long_as_the_answer_says_whoever_asks()
    {
        await using var office = new SimulatedOffice(seed: 429);
        var support = office.AddMailbox("support");
        office.Write(support, "patience");
        var throttled = office.Simulator.Faults.Add(new Fault
        {
            Id = "throttled",
            Path = "/v1.0/*",
            Status = 429,
            GraphCode = "ApplicationThrottled",
            Headers = { ["Retry-After"] = "300" },
        });
        office.Node.Start();
        office.Time.Advance(TimeSpan.FromSeconds(1));
        var before = GraphRequests(office);

        for (var minute = 0; minute < 4; minute++)
        {
            var asked = office.Node.Host.Find(support.Id)!.CheckNowAsync(TestContext.Current.CancellationToken);
            office.Answer(support, $"answer {minute}");
            office.Node.Host.Find(support.Id)!.RingOutbox();
            office.Time.Advance(TimeSpan.FromMinutes(1));
            var report = await asked;
            Assert.Equal(FaultCodes.Throttled, report!.Fault!.Code);
            Assert.NotNull(report.Token); // a failure takes back nothing that was known before it
            Assert.Equal(TimeSpan.FromSeconds(299 - (60 * minute)), report.Fault.RetryAfter);
        }

        Assert.Equal(before, GraphRequests(office));
    }

    private static int GraphRequests(SimulatedOffice office) => office.Simulator.RequestLog.Entries.Count(e => e.Path.StartsWith("/v1.0/", StringComparison.Ordinal));
}
