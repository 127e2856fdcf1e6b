using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>Eight real processes on one database, with 25 callers each, find the token at its end in the same moment.</summary>
public sealed class TokenRushTests
{
    private const int Processes = 8;
    private const int CallersEach = 25;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.PostgreSql)]
    public async Task Two_hundred_callers_in_eight_processes_get_one_token_by_one_request(Store store)
    {
        await using var town = await Town.StartAsync(store);
        await town.AddPeopleAsync();
        var go = Path.Combine(town.Data, "go");
        var ended = await RunningProgram.RunAsync(Town.TokenCallers, "", "end", town.Data);
        Assert.True(ended.ExitCode == 0, ended.Output);

        // The endpoint takes its time, so that everybody really waits for the same answer.
        await town.ControlAsync("/_sim/faults", new JsonObject { ["path"] = "*/token", ["delay"] = "00:00:02" });
        var before = await TokenRequestsAsync(town);
        var running = Enumerable.Range(0, Processes).Select(_ => RunningProgram.Start(Town.TokenCallers, "ask", town.Data, $"{CallersEach}", go)).ToList();
        try
        {
            await Town.UntilAsync(() => Task.FromResult(running.TrueForAll(p => p.Output.Contains("ready", StringComparison.Ordinal))), Outputs);
            await File.WriteAllTextAsync(go, "", Ct);
            await Town.UntilAsync(() => Task.FromResult(running.TrueForAll(p => Tokens(p).Count == CallersEach)), Outputs);

            var tokens = running.SelectMany(Tokens).ToList();
            Assert.Equal(Processes * CallersEach, tokens.Count);
            Assert.Single(tokens.Distinct());
            Assert.Equal(before + 1, await TokenRequestsAsync(town));
        }
        finally
        {
            foreach (var process in running)
            {
                await process.DisposeAsync();
            }
        }

        string Outputs() => string.Join("\n--\n", running.Select(p => p.Output));
    }

    private static List<string> Tokens(RunningProgram process) =>
        [.. process.Output.Split('\n').Where(l => l.StartsWith("token ", StringComparison.Ordinal))];

    private static async Task<int> TokenRequestsAsync(Town town)
    {
        var log = await town.Http.GetFromJsonAsync<JsonObject>(new Uri($"{town.SimulatorUrl}/_sim/requests?last=100000"), Ct);
        return log!["value"]!.AsArray().Count(e => e!["path"]!.GetValue<string>().EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal));
    }
}
