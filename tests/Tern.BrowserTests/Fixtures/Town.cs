using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Tern.BrowserTests.Fixtures;

/// <summary>The two programs as people run them: a simulated tenant and a help desk, each a process of its own on loopback, with fresh data.</summary>
public sealed class Town : IAsyncDisposable
{
    internal const string Agent = "anna@tern.example";
    internal const string Password = "a sentence of words";
    internal const string Support = "support@contoso.example";
    internal const string Secret = "open-sesame";
    private static readonly string Bin = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
    private static readonly string Configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "tern-town", Path.GetRandomFileName());
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly TownDatabase _database;
    private RunningProgram? _simulator;
    private RunningProgram? _desk;

    private Town(Store store) => _database = new TownDatabase(store, Data);

    internal string DeskUrl { get; private set; } = "";

    internal string SimulatorUrl { get; private set; } = "";

    internal string Data => Path.Combine(_directory, "desk");

    internal HttpClient Http => _http;

    /// <summary>A connection of the test's own to the desk's database.</summary>
    internal Task<System.Data.Common.DbConnection> ConnectAsync() => _database.ConnectAsync();

    internal string Log => _desk?.Output ?? "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static string Simulator => Path.Combine(Bin, "Tern.Microsoft365Simulator", Configuration, "Tern.Microsoft365Simulator");

    internal static string TokenCallers => Path.Combine(Bin, "Tern.TokenCallers", Configuration, "Tern.TokenCallers");

    private static string Tern => Path.Combine(Bin, "Tern", Configuration, "tern");

    /// <summary>Skips the test where its database is not here.</summary>
    internal static async Task<Town> StartAsync(Store store = Store.Sqlite, Action<JsonObject>? settings = null)
    {
        var town = new Town(store);
        await town._database.CreateAsync();
        Directory.CreateDirectory(town.Data);
        (town.SimulatorUrl, town.DeskUrl) = ($"http://127.0.0.1:{FreePort()}", $"http://127.0.0.1:{FreePort()}");
        var json = new JsonObject
        {
            ["Urls"] = town.DeskUrl,
            ["MailEngine"] = new JsonObject { ["PollInterval"] = "00:00:01" },
            ["Microsoft365"] = new JsonObject { ["Authority"] = $"{town.SimulatorUrl}/", ["Graph"] = $"{town.SimulatorUrl}/v1.0/" },
        };
        if (town._database.Setting is { } database)
        {
            json["Database"] = database;
        }

        settings?.Invoke(json);
        await File.WriteAllTextAsync(Path.Combine(town.Data, "tern.json"), json.ToJsonString(), Ct);
        town._simulator = RunningProgram.Start(
            Simulator, "--urls", town.SimulatorUrl, "--seed", "11");
        try
        {
            await town.WaitAsync($"{town.SimulatorUrl}/_sim/clock");
            await town.MakeTenantAsync();
            return town;
        }
        catch
        {
            await town.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates the administrator, connects support@ as the application itself, and starts the desk.</summary>
    internal async Task OpenAsync()
    {
        await AddPeopleAsync();
        await StartDeskAsync();
    }

    /// <summary>Creates the administrator and connects support@.</summary>
    internal async Task AddPeopleAsync()
    {
        await AddAgentAsync();
        var connected = await TernAsync(Secret, "mailbox", "connect", Support, "--tenant", "contoso.example", "--client-id", ClientId, "--secret-stdin", "--name", "Contoso Support", "--since", "all");
        Assert.True(connected.ExitCode == 0, connected.Output);
    }

    /// <summary>Creates the administrator; the desk is empty.</summary>
    internal async Task AddAgentAsync() =>
        Assert.Equal(0, (await TernAsync(Password, "user", "add", Agent, "--admin", "--name", "Anna Admin", "--password-stdin")).ExitCode);

    internal string ClientId { get; private set; } = "";

    internal async Task StartDeskAsync()
    {
        _desk = RunningProgram.Start(Tern, "serve", "--data", Data);
        await WaitAsync($"{DeskUrl}/health/ready");
    }

    internal Task KillDeskAsync() => _desk!.KillAsync();

    internal Task<(int ExitCode, string Output)> TernAsync(string input, params string[] arguments) => RunningProgram.RunAsync(Tern, input, [.. arguments, "--data", Data]);

    /// <summary>A command that goes on while the test does something else.</summary>
    internal RunningProgram StartTern(params string[] arguments) => RunningProgram.Start(Tern, [.. arguments, "--data", Data]);

    /// <summary>The same as another user with another home.</summary>
    internal Task<(int ExitCode, string Output)> TernAsAsync(string user, string home, params string[] arguments) =>
        RunningProgram.RunAsync("/usr/sbin/runuser", "", ["-u", user, "--", "env", $"HOME={home}", Tern, .. arguments, "--data", Data]);

    /// <summary>The same on a terminal.</summary>
    internal Task<(int ExitCode, string Output)> TernOnTerminalAsync(params string[] arguments) =>
        RunningProgram.RunAsync("/usr/bin/script", "", "--quiet", "--return", "--command", $"{Tern} {string.Join(' ', arguments)} --data {Data}", "/dev/null");

    internal Task<JsonNode?> ControlAsync(string path, JsonObject body) => PostAsync(path, JsonContent.Create(body));

    internal async Task ChangeAsync(string path, JsonObject body)
    {
        using var response = await _http.PatchAsJsonAsync(SimulatorUrl + path, body, Ct);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {await response.Content.ReadAsStringAsync(Ct)}");
    }

    /// <summary>Nothing goes wrong any more.</summary>
    internal async Task MendAsync() => (await _http.DeleteAsync(new Uri($"{SimulatorUrl}/_sim/faults"), Ct)).Dispose();

    /// <summary>A customer's mail, as it stands.</summary>
    internal Task<JsonNode?> SendAsync(byte[] raw, string to) => PostAsync($"/_sim/customers/send?to={Uri.EscapeDataString(to)}", new ByteArrayContent(raw));

    private Task WaitAsync(string url) => UntilAsync(() => AnswersAsync(_http, url), () => $"{url} does not answer.\n{_simulator?.Output}\n{Log}");

    internal static async Task<bool> AnswersAsync(HttpClient http, string url)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(url), Ct);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    /// <summary>Waits for what a program is about to do, half a minute at most.</summary>
    internal static async Task UntilAsync(Func<Task<bool>> look, Func<string> complaint)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            if (await look())
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct);
        }

        throw new TimeoutException(complaint());
    }

    public async ValueTask DisposeAsync()
    {
        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_simulator is not null)
        {
            await _simulator.DisposeAsync();
        }

        _http.Dispose();
        await _database.DropAsync();
        Directory.Delete(_directory, recursive: true);
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task MakeTenantAsync()
    {
        await ControlAsync("/_sim/tenants", new JsonObject { ["name"] = "contoso" });
        await ControlAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "support" });
        var app = await ControlAsync("/_sim/apps", new JsonObject
        {
            ["tenant"] = "contoso.example",
            ["name"] = "Help desk",
            ["redirectUris"] = new JsonArray($"{DeskUrl}/mailboxes/callback"),
            ["applicationPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send"),
            ["delegatedPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send", "User.Read"),
            ["adminConsent"] = true,
        });
        ClientId = app!["clientId"]!.GetValue<string>();
        await ControlAsync($"/_sim/apps/{ClientId}/secrets", new JsonObject { ["value"] = Secret, ["ends"] = "2036-12-31T00:00:00Z" });
    }

    private async Task<JsonNode?> PostAsync(string path, HttpContent content)
    {
        using (content)
        {
            using var response = await _http.PostAsync(new Uri(SimulatorUrl + path), content, Ct);
            var body = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {body}");
            return body.Length == 0 ? null : JsonNode.Parse(body);
        }
    }
}
