using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tern.Benchmarks.Machine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Tenant;

/// <summary>What the simulated tenant itself costs, as the program that developers start: its start, its pages, its memory.</summary>
internal sealed class TenantRun(WorkFolder work, int requests, int mailboxes, int messages) : IAsyncDisposable
{
    private const int Clients = 4;
    private const string Mailbox = "/v1.0/users/m0@bench.example/mailFolders/inbox/messages";
    private const int WarmRequests = 12_000;
    private const int LargestPage = 1024 * 1024;

    private static readonly (string Name, string First)[] Pages =
    [
        ("list, 50 whole messages", $"{Mailbox}?$top=50"),
        ("list, 50 messages with $select of six properties", $"{Mailbox}?$top=50&$select=subject,from,receivedDateTime,isRead,conversationId,internetMessageId"),
        ("delta, 50 whole messages", $"{Mailbox}/delta"),
        ("delta, 50 messages with $select=receivedDateTime", $"{Mailbox}/delta?$select=receivedDateTime"),
    ];

    private readonly HttpClient _http = new() { BaseAddress = FreePort.Address() };
    private RunningProgram? _process;

    internal async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        var text = new StringBuilder().AppendLine(MachineFacts.Describe());
        var began = TimeProvider.System.GetTimestamp();
        var log = work.Combine("simulator.log");
        var program = RunningProgram.At("Tern.Microsoft365Simulator", "Tern.Microsoft365Simulator");
        _process = RunningProgram.Start(program, ["--urls", _http.BaseAddress!.ToString().TrimEnd('/')], log);
        await Wait.UntilAnswersAsync(_process, _http, "_sim/clock", log, cancellationToken);
        var start = TimeProvider.System.GetElapsedTime(began);
        var token = await PrepareAsync(cancellationToken);

        var filling = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < mailboxes; i++)
        {
            await AskAsync(HttpMethod.Post, $"_sim/mailboxes/m{i}@bench.example/fill", new { messages }, cancellationToken);
        }

        var filled = TimeProvider.System.GetElapsedTime(filling);
        var memory = ProcessTimes.Memory(_process.Id);
        text.AppendLine().AppendLine("| the simulated tenant | |").AppendLine("|---|--:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| start to first answer | {start.TotalMilliseconds:F0} ms |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| {mailboxes:N0} mailboxes with {messages:N0} messages each, filled in | {filled.TotalSeconds:F0} s |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory with them | {memory / 1048576.0:F0} MiB |");

        var place = await OneCore.ConfineAsync(_process.Id, cancellationToken) ? "on its one core" : "on all cores";
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"| page | kB | requests/s {place} | requests for a second of CPU | CPU ms a request |").AppendLine("|---|--:|--:|--:|--:|");
        foreach (var page in Pages)
        {
            await WarmAsync(page.First, token, cancellationToken);
        }

        foreach (var page in Pages)
        {
            text.AppendLine(await MeasureAsync(page.Name, page.First, token, cancellationToken));
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"| resident memory after all | | | | {ProcessTimes.Memory(_process.Id) / 1048576.0:F0} MiB |");
        return text.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }

    // The compiler is at work for some ten thousand pages, and what it takes says nothing about the rules.
    private async Task WarmAsync(string first, string token, CancellationToken cancellationToken) =>
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ReadAsync(first, token, WarmRequests / Clients, cancellationToken)));

    private async Task<string> MeasureAsync(string name, string first, string token, CancellationToken cancellationToken)
    {
        var (cpu, began) = (ProcessTimes.Cpu(_process!.Id), TimeProvider.System.GetTimestamp());
        var bytes = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => ReadAsync(first, token, requests / Clients, cancellationToken)));
        var wall = TimeProvider.System.GetElapsedTime(began);
        var used = ProcessTimes.Cpu(_process.Id) - cpu;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {bytes.Sum() / (double)requests / 1000:F0} | {requests / wall.TotalSeconds:F0} | {requests / used.TotalSeconds:F0} | {used.TotalMilliseconds / requests:F3} |");
    }

    /// <summary>Reads page after page, from the first again when the last is reached.</summary>
    private async Task<long> ReadAsync(string first, string token, int count, CancellationToken cancellationToken)
    {
        var (next, bytes, page) = (first, 0L, new byte[LargestPage]);
        for (var i = 0; i < count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, next);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.TryAddWithoutValidation("Prefer", "odata.maxpagesize=50");
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var length = await body.ReadAtLeastAsync(page, page.Length, throwOnEndOfStream: false, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new InvalidOperationException($"{next}: {Encoding.UTF8.GetString(page, 0, length)}");
            }

            bytes += length;
            next = NextLink(page.AsSpan(0, length)) ?? first;
        }

        return bytes;
    }

    // A look for the link alone: parsing the pages would cost the machine more than making them.
    private static string? NextLink(ReadOnlySpan<byte> body)
    {
        var key = "\"@odata.nextLink\":"u8;
        var at = body.IndexOf(key);
        if (at < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(body[(at + key.Length)..], isFinalBlock: false, default);
        reader.Read();
        return reader.GetString();
    }

    private async Task<string> PrepareAsync(CancellationToken cancellationToken)
    {
        await AskAsync(HttpMethod.Patch, "_sim/settings", new { mailboxRequests = 0, mailboxConcurrency = 0, graphRequests = 0 }, cancellationToken);
        await AskAsync(HttpMethod.Post, "_sim/tenants", new { name = "bench" }, cancellationToken);
        for (var i = 0; i < mailboxes; i++)
        {
            await AskAsync(HttpMethod.Post, "_sim/users", new { tenant = "bench.example", name = $"m{i}" }, cancellationToken);
        }

        var app = await AskAsync(HttpMethod.Post, "_sim/apps", new { tenant = "bench.example", name = "bench", applicationPermissions = (string[])["Mail.ReadWrite"], adminConsent = true }, cancellationToken);
        var client = (string)app!["clientId"]!;
        await AskAsync(HttpMethod.Post, $"_sim/apps/{client}/secrets", new { value = "bench", ends = TimeProvider.System.GetUtcNow().AddYears(1) }, cancellationToken);
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", client), new("client_secret", "bench"), new("scope", "https://graph.microsoft.com/.default")]);
        using var answer = await _http.PostAsync("bench.example/oauth2/v2.0/token", form, cancellationToken);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!["access_token"]!;
    }

    private async Task<JsonNode?> AskAsync(HttpMethod method, string address, object body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address) { Content = JsonContent.Create(body) };
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return !response.IsSuccessStatusCode ? throw new InvalidOperationException($"{address}: {text}") : text.Length == 0 ? null : JsonNode.Parse(text);
    }
}
