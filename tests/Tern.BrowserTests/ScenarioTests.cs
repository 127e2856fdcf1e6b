using System.Net.Http.Json;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>Every condition that a mail client must survive has a script that brings the simulated tenant into it and shows what it answers then.</summary>
public sealed class ScenarioTests(ScenarioTests.Tenant tenant) : IClassFixture<ScenarioTests.Tenant>
{
    private const int Last = 60;

    private static string Folder => Checkout.At("simulator/Tern.Microsoft365Simulator/scenarios");

    public static TheoryData<string> Scripts() =>
        [.. Directory.EnumerateFiles(Folder, "*.sh").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0])).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_one_for_each_of_the_sixty() =>
        Assert.Equal(Enumerable.Range(1, Last), Scripts().Select(row => int.Parse(row.Data.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task The_tenant_answers_as_the_script_says(string script)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/curl") && File.Exists("/usr/bin/jq"), "curl and jq are needed; eng/test.sh installs them.");
        await tenant.EmptyAsync();

        var (exit, output) = await RunningProgram.RunAsync("/usr/bin/env", "", $"B={tenant.Address}", "NO_PROXY=*", "timeout", "120", "bash", Path.Combine(Folder, script));

        Assert.True(exit == 0, output);
    }

    /// <summary>One program for all scripts, emptied before each.</summary>
    public sealed class Tenant : IAsyncLifetime
    {
        private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
        private RunningProgram? _program;

        internal string Address { get; } = $"http://127.0.0.1:{Town.FreePort()}";

        public async ValueTask InitializeAsync()
        {
            _program = RunningProgram.Start(Town.Simulator, "--urls", Address, "--seed", "60");
            await Town.UntilAsync(() => Town.AnswersAsync(_http, $"{Address}/_sim/clock"), () => _program.Output);
        }

        public async ValueTask DisposeAsync()
        {
            await _program!.DisposeAsync();
            _http.Dispose();
        }

        internal async Task EmptyAsync()
        {
            await PutAsync("seed", new { seed = 60 });

            // What the last one did to the clock is undone.
            await PutAsync("clock", new { mode = "driven", now = TimeProvider.System.GetUtcNow() });
            await PutAsync("clock", new { mode = "real" });
        }

        private async Task PutAsync<T>(string control, T body)
        {
            using var answer = await _http.PutAsJsonAsync($"{Address}/_sim/{control}", body, TestContext.Current.CancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }
}
