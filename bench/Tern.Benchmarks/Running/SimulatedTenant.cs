using System.Text.Json.Nodes;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Running;

/// <summary>A simulated Microsoft 365 with one mailbox and one application that may read it.</summary>
internal sealed class SimulatedTenant : IAsyncDisposable
{
    internal const string Tenant = "desk.example";
    internal const string Mailbox = "support@desk.example";
    internal const string Secret = "a secret for the benchmark";

    private readonly RunningProgram _process;
    private readonly HttpClient _http;

    private SimulatedTenant(RunningProgram process, HttpClient http, string clientId)
    {
        _process = process;
        _http = http;
        ClientId = clientId;
    }

    internal Uri Address => _http.BaseAddress!;

    internal string ClientId { get; }

    internal static async Task<SimulatedTenant> StartAsync(WorkFolder work, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = FreePort.Address() };
        var log = work.Combine("simulator.log");
        var program = RunningProgram.At("Tern.Microsoft365Simulator", "Tern.Microsoft365Simulator");
        var process = RunningProgram.Start(program, ["--urls", http.BaseAddress.ToString().TrimEnd('/')], log);
        await Wait.UntilAnswersAsync(process, http, "_sim/clock", log, cancellationToken);
        // What is measured is the desk, not how it waits at Microsoft's limits.
        using var unlimited = await http.PatchAsJsonAsync("_sim/settings", new { mailboxRequests = 0, mailboxConcurrency = 0, mailboxUpload = 0, graphRequests = 0, messagesPerMinute = 0, recipientsPerDay = 0 }, cancellationToken);
        unlimited.EnsureSuccessStatusCode();
        await PostAsync(http, "_sim/tenants", new { name = "desk" }, cancellationToken);
        await PostAsync(http, "_sim/users", new { tenant = Tenant, name = "support", displayName = "Support" }, cancellationToken);
        var app = await PostAsync(
            http,
            "_sim/apps",
            new { tenant = Tenant, name = "Tern", applicationPermissions = (string[])["Mail.ReadWrite", "Mail.Send"], adminConsent = true },
            cancellationToken);
        var clientId = (string)app!["clientId"]!;
        await PostAsync(http, $"_sim/apps/{clientId}/secrets", new { value = Secret, ends = TimeProvider.System.GetUtcNow().AddYears(1) }, cancellationToken);
        return new SimulatedTenant(process, http, clientId);
    }

    /// <summary>Puts mails straight into the inbox.</summary>
    internal async Task ReceiveAsync(IReadOnlyList<byte[]> mails, CancellationToken cancellationToken)
    {
        foreach (var mail in mails)
        {
            using var content = new ByteArrayContent(mail);
            using var response = await _http.PostAsync($"_sim/mailboxes/{Mailbox}/messages?folder=inbox", content, cancellationToken);
            response.EnsureSuccessStatusCode();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private static async Task<JsonNode?> PostAsync<T>(HttpClient http, string address, T body, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(address, body, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text) : throw new InvalidOperationException($"The simulator refused {address}: {text}");
    }
}
