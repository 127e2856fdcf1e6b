using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Tern.Benchmarks.Running;

namespace Tern.Benchmarks.Parts;

/// <summary>The same requests as the desk's, with a bare <see cref="HttpClient"/>: change pages, then every message's source, two at a time.</summary>
internal sealed class BareMailbox : IDisposable
{
    private const int AtOnce = 2;
    private readonly HttpClient _http;

    private BareMailbox(HttpClient http) => _http = http;

    internal static async Task<BareMailbox> SignInAsync(SimulatedTenant tenant, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = tenant.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = tenant.ClientId,
            ["client_secret"] = SimulatedTenant.Secret,
            ["scope"] = "https://graph.microsoft.com/.default",
        });
        using var response = await http.PostAsync($"{SimulatedTenant.Tenant}/oauth2/v2.0/token", form, cancellationToken);
        var token = await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)token!["access_token"]!);
        http.DefaultRequestHeaders.Add("Prefer", "IdType=\"ImmutableId\", odata.maxpagesize=100");
        return new BareMailbox(http);
    }

    internal async Task FetchAllAsync(int expected, CancellationToken cancellationToken)
    {
        var user = $"v1.0/users/{SimulatedTenant.Mailbox}";
        var next = $"{user}/mailFolders/inbox/messages/delta?$select=receivedDateTime";
        var fetched = 0;
        while (next is not null)
        {
            var page = await _http.GetFromJsonAsync<JsonNode>(next, cancellationToken);
            var ids = page!["value"]!.AsArray().Select(row => (string)row!["id"]!).ToList();
            await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (id, stop) =>
                _ = await _http.GetByteArrayAsync($"{user}/messages/{Uri.EscapeDataString(id)}/$value", stop));
            fetched += ids.Count;
            next = (string?)page["@odata.nextLink"];
        }

        if (fetched != expected)
        {
            throw new InvalidOperationException($"{fetched} messages came instead of {expected}.");
        }
    }

    public void Dispose() => _http.Dispose();
}
