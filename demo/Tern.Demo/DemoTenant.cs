using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Tern.Demo;

/// <summary>The simulated tenant of the demo: two mailboxes, and an app registration with admin consent.</summary>
internal sealed class DemoTenant(HttpClient http, Places places)
{
    /// <summary>The demo has no certificate that a Microsoft would trust: the simulated one tells it of mail over plain http on this machine.</summary>
    internal async Task LetTellAsync(CancellationToken cancellationToken)
    {
        using var answer = await http.PatchAsJsonAsync(new Uri($"{Places.SimulatorUrl}/_sim/settings"), new JsonObject { ["allowHttpOnLoopback"] = true }, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    internal async Task<DemoCredentials> CreateAsync(CancellationToken cancellationToken)
    {
        if (await AskAsync("/_sim/tenants/contoso.example", null, cancellationToken) is null)
        {
            await AskAsync("/_sim/tenants", new JsonObject { ["name"] = "contoso" }, cancellationToken);
            await AskAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "support", ["displayName"] = "Contoso Support" }, cancellationToken);
            await AskAsync("/_sim/users", new JsonObject { ["tenant"] = "contoso.example", ["name"] = "sales", ["displayName"] = "Contoso Sales" }, cancellationToken);
        }

        var app = await AskAsync(
            "/_sim/apps",
            new JsonObject
            {
                ["tenant"] = "contoso.example",
                ["name"] = $"Tern demo ({Path.GetFileName(places.State)})",
                ["redirectUris"] = new JsonArray($"{Places.DeskUrl}/mailboxes/callback"),
                ["applicationPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send"),
                ["delegatedPermissions"] = new JsonArray("Mail.ReadWrite", "Mail.Send", "User.Read"),
                ["adminConsent"] = true,
            },
            cancellationToken);
        var clientId = app!["clientId"]!.GetValue<string>();
        var secret = $"demo~{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}";
        await AskAsync($"/_sim/apps/{clientId}/secrets", new JsonObject { ["value"] = secret, ["ends"] = "2036-12-31T00:00:00Z" }, cancellationToken);
        return new DemoCredentials(clientId, secret);
    }

    private async Task<JsonNode?> AskAsync(string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var address = new Uri(Places.SimulatorUrl + path);
        using var response = body is null ? await http.GetAsync(address, cancellationToken) : await http.PostAsJsonAsync(address, body, cancellationToken);
        if (body is null && response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken);
    }
}

internal sealed record DemoCredentials(string ClientId, string Secret);
