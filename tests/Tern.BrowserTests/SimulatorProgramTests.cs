using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.BrowserTests.Fixtures;

namespace Tern.BrowserTests;

/// <summary>The simulated tenant as a program of its own: every line of its README, and its state over a restart.</summary>
public sealed partial class SimulatorProgramTests : IAsyncLifetime
{
    private static readonly string[] Anywhere = ["--urls", "http://127.0.0.1:0"];
    private static readonly string[] Tools = ["/usr/bin/curl", "/usr/bin/jq", "/usr/bin/openssl"];
    private readonly string _directory = Directory.CreateTempSubdirectory("tern-simulator").FullName;
    private readonly string _address = $"http://127.0.0.1:{Town.FreePort()}";
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private RunningProgram? _program;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string State => Path.Combine(_directory, "tenant.json");

    public ValueTask InitializeAsync() => new(StartAsync());

    [Theory]
    [InlineData("--seed x", "--seed x: say a whole number.")]
    [InlineData("--clock fast", "--clock fast: say driven or real.")]
    [InlineData("--sead 7", "There is no option --sead. Options: --urls ")]
    [InlineData("--state", "--state needs a value.")]
    [InlineData("--state --seed 7", "--state needs a value.")]
    [InlineData("--seed 7 --seed 8", "--seed is there twice.")]
    [InlineData("serve", "serve is no option.")]
    [InlineData("--state {other}", "the file is there, but is no state of this program. (It is JSON of something else.)")]
    [InlineData("--state {own}", "another process keeps its state there.")]
    [InlineData("--state /nowhere/at/all/tenant.json", "--state /nowhere/at/all/tenant.json: Could not find a part of the path")]
    [InlineData("--state {broken}", "the file is there, but is no state of this program")]
    [InlineData("--urls {taken}", "another program listens there already. End it, or name another address with --urls.")]
    [InlineData("--urls gopher://127.0.0.1", "Name an address such as http://127.0.0.1:8365.")]
    public async Task What_it_cannot_start_with_is_said_in_one_line(string options, string expected)
    {
        var broken = Path.Combine(_directory, "broken.json");
        await File.WriteAllTextAsync(broken, "{broken", Ct);
        var other = Path.Combine(_directory, "package.json");
        await File.WriteAllTextAsync(other, """{"name":"mine"}""", Ct);
        options = options.Replace("{taken}", _address, StringComparison.Ordinal).Replace("{broken}", broken, StringComparison.Ordinal)
            .Replace("{other}", other, StringComparison.Ordinal).Replace("{own}", State, StringComparison.Ordinal);

        var (exit, output) = await RunningProgram.RunAsync(Town.Simulator, "", [.. options.Contains("--urls", StringComparison.Ordinal) ? [] : Anywhere, .. options.Split(' ')]);

        Assert.Equal(2, exit);
        Assert.Contains(expected, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("""{"name":"mine"}""", await File.ReadAllTextAsync(other, Ct));
    }

    [Fact]
    public async Task Every_line_of_its_README_answers_with_the_status_that_the_line_tells()
    {
        Assert.SkipUnless(Array.TrueForAll(Tools, File.Exists), "curl, jq and openssl are needed; eng/test.sh installs them.");
        var readme = await File.ReadAllTextAsync(Checkout.At("simulator/Tern.Microsoft365Simulator/README.md"), Ct);
        var lines = Shell().Matches(readme).SelectMany(block => block.Groups["lines"].Value.Split('\n')).Where(line => !line.StartsWith("dotnet ", StringComparison.Ordinal)).ToList();
        var script = new StringBuilder($"cd {_directory}\ncurl() {{ command curl --noproxy '*' --max-time 20 -w '%{{stderr}}%{{http_code}}\\n' \"$@\"; }}\n");
        for (var i = 0; i < lines.Count; i++)
        {
            script.Append($"echo 'line {i}' >&2\n{lines[i].Replace("http://127.0.0.1:8365", _address, StringComparison.Ordinal)}\n");
        }

        var file = Path.Combine(_directory, "readme.sh");
        await File.WriteAllTextAsync(file, script.ToString(), Ct);
        var (_, output) = await RunningProgram.RunAsync("/usr/bin/bash", "", "-c", $"bash {file} 2>&1 >/dev/null");

        var answers = Answer().Matches(output).ToDictionary(m => int.Parse(m.Groups["line"].Value), m => m.Groups["status"].Value);
        var wrong = lines.Select((line, i) => (Line: line, Status: answers.GetValueOrDefault(i)))
            .Where(l => l.Line.Contains("curl ", StringComparison.Ordinal) && !IsAsTold(l.Line, l.Status));
        Assert.Empty(wrong);
        Assert.InRange(answers.Count, 60, lines.Count);
    }

    [Fact]
    public async Task Answer_larger_than_one_write_to_the_socket_arrives_whole()
    {
        await PostAsync("/_sim/tenants", new { name = "contoso" });
        await PostAsync("/_sim/users", new { tenant = "contoso.example", name = "support" });
        await PostAsync("/_sim/mailboxes/support@contoso.example/fill", new { messages = 3000 });

        var answer = await GetAsync("/_sim/mailboxes/support@contoso.example/messages?folder=inbox");

        Assert.Equal(3000, JsonNode.Parse(answer)!["value"]!.AsArray().Count);
        Assert.InRange(answer.Length, 300_000, int.MaxValue);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_holds_is_there_again_after_a_restart(bool isKilled)
    {
        await PostAsync("/_sim/tenants", new { name = "contoso" });
        await PostAsync("/_sim/users", new { tenant = "contoso.example", name = "support" });
        await PostAsync("/_sim/customers/send?to=support@contoso.example", "From: a@b.example\r\nSubject: kept\r\nMessage-ID: <kept@b.example>\r\n\r\nHello\r\n");
        await PostAsync("/_sim/clock/advance", new { by = "3.00:00:00" });
        var before = await GetAsync("/_sim/mailboxes/support@contoso.example/messages?folder=inbox");
        if (isKilled)
        {
            // What it has not written yet is lost with it; it writes twice a second.
            await Town.UntilAsync(() => Task.FromResult(File.Exists(State) && File.ReadAllText(State).Contains("3.00:00:00", StringComparison.Ordinal)), () => File.ReadAllText(State));
            await _program!.KillAsync();
        }
        else
        {
            await _program!.StopAsync();
        }

        await StartAsync();

        Assert.Equal(before, await GetAsync("/_sim/mailboxes/support@contoso.example/messages?folder=inbox"));
        Assert.Contains("kept", before, StringComparison.Ordinal);
        var now = DateTimeOffset.Parse(JsonNode.Parse(await GetAsync("/_sim/clock"))!["now"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(now > TimeProvider.System.GetUtcNow().AddDays(2), $"The clock stands at {now}.");
    }

    public async ValueTask DisposeAsync()
    {
        await _program!.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task StartAsync()
    {
        _program = RunningProgram.Start(Town.Simulator, "--urls", _address, "--seed", "7", "--state", State);
        await Town.UntilAsync(() => Town.AnswersAsync(_http, $"{_address}/_sim/clock"), () => _program.Output);
    }

    private async Task PostAsync<T>(string path, T body)
    {
        using var response = await _http.PostAsync(new Uri(_address + path), body is string text ? new StringContent(text) : JsonContent.Create(body), Ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(Ct)}");
    }

    private Task<string> GetAsync(string path) => _http.GetStringAsync(new Uri(_address + path), Ct);

    /// <summary>The success that the line's comment names, or any; where it names a refusal, that is right as well.</summary>
    private static bool IsAsTold(string line, string? status) => Told().Match(line).Groups["status"].Value is var told && told.StartsWith('2')
        ? status == told
        : status is ['2', ..] || (told.Length > 0 && status == told);

    [GeneratedRegex("^```sh\n(?<lines>.*?)\n```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shell();

    [GeneratedRegex(@"line (?<line>\d+)\n(?<status>\d{3})\n", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Answer();

    [GeneratedRegex(@"  # (.*?\b)??(?<status>[234]\d\d)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Told();
}
