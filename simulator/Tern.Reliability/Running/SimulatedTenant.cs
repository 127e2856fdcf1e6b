using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Reliability.Processes;

namespace Tern.Reliability.Running;

/// <summary>A simulated Microsoft 365 in a process of its own, and all that is done to it from outside.</summary>
internal sealed class SimulatedTenant : IAsyncDisposable
{
    internal const string Domain = "desk.example";
    internal const string Secret = "a secret of the tenant";

    private readonly RunningProgram _program;
    private readonly HttpClient _http;

    private SimulatedTenant(RunningProgram program, HttpClient http) => (_program, _http) = (program, http);

    internal Uri Address => _http.BaseAddress!;

    internal string ClientId { get; private set; } = "";

    internal RunningProgram Program => _program;

    internal static async Task<SimulatedTenant> StartAsync(string folder, int seed, CancellationToken cancellationToken)
    {
        var (address, log) = (FreePort.Address(), Path.Combine(folder, "simulator.log"));
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
        var program = RunningProgram.Start(
            RunningProgram.At("Tern.Microsoft365Simulator", "Tern.Microsoft365Simulator"),
            ["--urls", address.ToString().TrimEnd('/'), "--seed", seed.ToString(CultureInfo.InvariantCulture)],
            log);
        var tenant = new SimulatedTenant(program, http);
        try
        {
            await Wait.UntilAnswersAsync(program, http, "_sim/clock", log, cancellationToken);
            await tenant.PostAsync("_sim/tenants", new { name = "desk" }, cancellationToken);
            var app = await tenant.PostAsync(
                "_sim/apps",
                new { tenant = Domain, name = "Help desk", applicationPermissions = (string[])["Mail.ReadWrite", "Mail.Send"], adminConsent = true },
                cancellationToken);
            tenant.ClientId = (string)app!["clientId"]!;
            await tenant.PostAsync($"_sim/apps/{tenant.ClientId}/secrets", new { value = Secret, ends = TimeProvider.System.GetUtcNow().AddYears(1) }, cancellationToken);
            return tenant;
        }
        catch
        {
            await tenant.DisposeAsync();
            throw;
        }
    }

    /// <returns>The mailbox's address.</returns>
    internal async Task<string> AddMailboxAsync(string name, CancellationToken cancellationToken)
    {
        await PostAsync("_sim/users", new { tenant = Domain, name }, cancellationToken);
        return $"{name}@{Domain}";
    }

    internal Task SetAsync(JsonObject settings, CancellationToken cancellationToken) => SendAsync(HttpMethod.Patch, "_sim/settings", JsonContent.Create(settings), cancellationToken);

    internal Task PassAsync(TimeSpan time, CancellationToken cancellationToken) => PostAsync("_sim/clock/advance", new { by = time.ToString("c") }, cancellationToken);

    /// <summary>A customer's mail, as it stands.</summary>
    internal Task SendAsync(string raw, string to, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, $"_sim/customers/send?to={Uri.EscapeDataString(to)}", new ByteArrayContent(Encoding.UTF8.GetBytes(raw)), cancellationToken);

    /// <summary>What a customer has received, as it came.</summary>
    internal async Task<IReadOnlyList<byte[]>> ReceivedAsync(string customer, CancellationToken cancellationToken)
    {
        var mails = new List<byte[]>();
        foreach (var mail in await ListAsync($"_sim/customers/{customer}", cancellationToken))
        {
            mails.Add(await _http.GetByteArrayAsync($"_sim/customers/{customer}/{(int)mail!["number"]!}", cancellationToken));
        }

        return mails;
    }

    /// <summary>How many mails a customer has received.</summary>
    internal async Task<int> CountReceivedAsync(string customer, CancellationToken cancellationToken) => (await ListAsync($"_sim/customers/{customer}", cancellationToken)).Count;

    /// <summary>What lies in a folder of a mailbox.</summary>
    internal Task<JsonArray> InFolderAsync(string mailbox, string folder, CancellationToken cancellationToken) =>
        ListAsync($"_sim/mailboxes/{mailbox}/messages?folder={folder}", cancellationToken);

    internal async Task<string> BreakAsync(JsonObject fault, CancellationToken cancellationToken) => (string)(await PostAsync("_sim/faults", fault, cancellationToken))!["id"]!;

    internal Task MendAsync(CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, "_sim/faults", content: null, cancellationToken);

    /// <summary>The faults there are, with how often each has fired.</summary>
    internal Task<JsonArray> FaultsAsync(CancellationToken cancellationToken) => ListAsync("_sim/faults", cancellationToken);

    internal async Task<IReadOnlyList<SeenRequest>> RequestsAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync("_sim/requests", cancellationToken)).Select(r => SeenRequest.Of(r!.AsObject()))];

    internal Task ForgetRequestsAsync(CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, "_sim/requests", content: null, cancellationToken);

    internal async Task<JsonArray> ListAsync(string address, CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, address, content: null, cancellationToken))!["value"]!.AsArray();

    internal Task<JsonNode?> GetAsync(string address, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, address, content: null, cancellationToken);

    internal Task<JsonNode?> PostAsync<T>(string address, T body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, address, JsonContent.Create(body), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string address, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return !response.IsSuccessStatusCode ? throw new InvalidOperationException($"The simulator refused {method} {address}: {text}")
            : text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
