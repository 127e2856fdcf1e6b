using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>Two days of everything going wrong, drawn from a seed: nothing is lost, nothing doubled, and the same seed tells the same story.</summary>
public sealed class TenKindsOfFaultTests
{
    private static readonly Fault[] TenKinds =
    [
        new() { Id = "token-503", Path = "/*/oauth2/v2.0/token", Status = 503, Probability = 0.2 },
        new() { Id = "token-html", Path = "/*/oauth2/v2.0/token", Status = 200, Body = "<html>proxy</html>", ContentType = "text/html", Probability = 0.1 },
        new() { Id = "token-loop", Path = "/*/oauth2/v2.0/token", Aadsts = 50196, Probability = 0.05 },
        new() { Id = "throttled", Path = "/v1.0/*", Status = 429, GraphCode = "ApplicationThrottled", Headers = { ["Retry-After"] = "7" }, Probability = 0.03 },
        new() { Id = "delta-410", Path = "/v1.0/*/delta", Status = 410, GraphCode = "SyncStateNotFound", Probability = 0.02 },
        new() { Id = "mime-500", Path = "/v1.0/*/$value", Status = 500, GraphCode = "ErrorInternalServerError", Probability = 0.1 },
        new() { Id = "mime-cut", Path = "/v1.0/*/$value", Cut = Cut.MidBody, Probability = 0.1 },
        new() { Id = "answer-empty", Path = "/v1.0/*/delta", Status = 200, Body = "", Probability = 0.03 },
        new() { Id = "slow", Path = "/v1.0/*", Delay = TimeSpan.FromMinutes(3), Probability = 0.01 },
        new() { Id = "draft-cut-after", Method = "POST", Path = "/v1.0/users/*/messages", Cut = Cut.AfterEffect, Probability = 0.3 },
        new() { Id = "send-cut-after", Method = "POST", Path = "/v1.0/*/send", Cut = Cut.AfterEffect, Probability = 0.3 },
        new() { Id = "send-cut-before", Method = "POST", Path = "/v1.0/*/send", Cut = Cut.BeforeEffect, Probability = 0.3 },
        new() { Id = "send-504", Method = "POST", Path = "/v1.0/*/send", Status = 504, RunsEffect = true, Probability = 0.2 },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2026)]
    public async Task The_same_seed_gives_the_same_events_and_no_seed_loses_or_doubles_a_mail(int seed)
    {
        var first = await RunAsync(seed);
        var second = await RunAsync(seed);

        var parted = first.Events.Zip(second.Events).Select((pair, i) => (pair, i)).FirstOrDefault(x => x.pair.First != x.pair.Second);
        Assert.True(first.Hash == second.Hash, $"after {parted.i} events:\n{parted.pair.First}\n{parted.pair.Second}");
        Assert.True(first.FaultsFired.Count >= 10, $"only {string.Join(", ", first.FaultsFired)} fired");
        Assert.Equal(first.Written, first.Delivered);
        Assert.Equal(first.Answered, first.Received);
        Assert.All(first.Outbox, state => Assert.Equal(OutboxState.Sent, state));
        Assert.Equal(0, first.ExpiredTokens);
    }

    [Fact]
    public async Task Another_seed_tells_another_story() =>
        Assert.NotEqual((await RunAsync(3)).Hash, (await RunAsync(4)).Hash);

    private static async Task<Story> RunAsync(int seed)
    {
        var office = new SimulatedOffice(seed);
        office.Simulator.Settings.EmptyPages = 0.2;
        office.Simulator.Settings.RepeatedRows = 0.2;
        office.Simulator.Settings.PartialRows = 0.2;
        office.Simulator.Settings.ShuffledPages = 0.2;
        var support = office.AddMailbox("support");
        var sales = office.AddMailbox("sales", GrantKind.Delegated);
        foreach (var fault in TenKinds)
        {
            office.Simulator.Faults.Add(new Fault
            {
                Id = fault.Id,
                Method = fault.Method,
                Path = fault.Path,
                Status = fault.Status,
                GraphCode = fault.GraphCode,
                Aadsts = fault.Aadsts,
                Headers = fault.Headers,
                Body = fault.Body,
                ContentType = fault.ContentType,
                Delay = fault.Delay,
                Cut = fault.Cut,
                RunsEffect = fault.RunsEffect,
                Probability = fault.Probability,
            });
        }

        office.Node.Start();
        List<string> written = [], answered = [];
        for (var quarter = 0; quarter < 2 * 24 * 4; quarter++)
        {
            var mailbox = quarter % 3 == 0 ? sales : support;
            office.Write(mailbox, $"mail {quarter:000}");
            written.Add($"mail {quarter:000}");
            if (quarter % 4 == 0)
            {
                office.Answer(mailbox, $"answer {quarter:000}");
                answered.Add($"answer {quarter:000}");
            }

            office.Time.Advance(TimeSpan.FromMinutes(15));
        }

        office.Simulator.Faults.Clear();
        office.Time.Advance(TimeSpan.FromDays(1));
        await office.DisposeAsync();
        return new Story(
            office.Log.Hash,
            office.Log.Entries,
            [.. office.Simulator.RequestLog.Entries.Select(e => e.Fault).OfType<string>().Distinct().Order()],
            written,
            [.. office.Delivered(support).Concat(office.Delivered(sales)).Order()],
            answered,
            [.. office.Received("ann@customer.example").Order()],
            [.. office.Host.Shared.Outbox.Values.Select(i => i.State)],
            office.Simulator.RequestLog.ExpiredTokens);
    }

    private sealed record Story(
        string Hash,
        IReadOnlyList<string> Events,
        IReadOnlyList<string> FaultsFired,
        IReadOnlyList<string> Written,
        IReadOnlyList<string> Delivered,
        IReadOnlyList<string> Answered,
        IReadOnlyList<string> Received,
        IReadOnlyList<OutboxState> Outbox,
        long ExpiredTokens);
}
