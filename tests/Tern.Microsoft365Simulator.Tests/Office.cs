using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Microsoft365Simulator.Tests;

/// <summary>A tenant with a support mailbox and a registered help desk, as most tests need it.</summary>
internal sealed class Office : IDisposable
{
    internal const string Secret = "s3cret~Value";
    internal const string GraphScope = "https://graph.microsoft.com/.default";
    internal static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    internal Office(int seed = 1, HttpMessageHandler? outside = null)
    {
        Time = new FakeTimeProvider(Start);
        Simulator = new Simulator(Time, seed);
        Tenant = Simulator.Tenants.Add("contoso");
        Support = Simulator.Users.Add(Tenant, "support", "Contoso Support");
        App = Simulator.Apps.Add(
            Tenant,
            "Help desk",
            redirectUris: ["https://desk.example/callback"],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read.All"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read"]);
        Simulator.Apps.AddSecret(App, Secret, Start.AddYears(1));
        Simulator.Apps.GrantAdminConsent(App);
        Outside = new HttpClient(outside ?? new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };
        Carrier = new PushCarrier(Simulator, Outside, Time);
        Http = new HttpClient(new SimulatorHttpHandler(Simulator, Time, outside is null ? null : Outside));
    }

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal FakeTimeProvider Time { get; }

    internal Simulator Simulator { get; }

    internal Tenant Tenant { get; }

    internal User Support { get; }

    internal AppRegistration App { get; }

    internal HttpClient Http { get; }

    /// <summary>Reaches the endpoints of notifications.</summary>
    internal HttpClient Outside { get; }

    /// <summary>Delivers what the tenant has to tell.</summary>
    internal PushCarrier Carrier { get; }

    internal Mailbox Mailbox => Simulator.Mailboxes.Of(Support);

    internal string TokenUrl => $"https://login.microsoftonline.com/{Tenant.Id}/oauth2/v2.0/token";

    internal static string MailboxUrl => "https://graph.microsoft.com/v1.0/users/support@contoso.example";

    public void Dispose()
    {
        Http.Dispose();
        Outside.Dispose();
    }

    internal static byte[] Mail(string subject, string from = "ann@customer.example", string to = "support@contoso.example", string text = "Hello.", string? id = null) =>
        Encoding.UTF8.GetBytes(
            $"From: Ann <{from}>\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: {id ?? $"<{subject.Replace(" ", "-")}@customer.example>"}\r\n"
            + $"Date: Mon, 02 Mar 2026 07:59:00 +0000\r\nX-Odd:  two  blanks \r\n\r\n{text}\r\n");

    internal async Task<(int Status, JsonObject Body)> AskForTokenAsync(params (string Name, string Value)[] fields) =>
        await AskForTokenAtAsync(TokenUrl, fields);

    internal async Task<(int Status, JsonObject Body)> AskForTokenAtAsync(string url, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var response = await Http.PostAsync(new Uri(url), content, Ct);
        return ((int)response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!);
    }

    internal Task<(int Status, JsonObject Body)> AskForAppTokenAsync(string secret = Secret) => AskForTokenAsync(
        ("grant_type", "client_credentials"), ("client_id", App.ClientId), ("client_secret", secret), ("scope", GraphScope));

    internal Task<(int Status, JsonObject Body)> RefreshAsync(string refreshToken, string? scope = null) => AskForTokenAsync(
        [
            ("grant_type", "refresh_token"), ("client_id", App.ClientId), ("client_secret", Secret), ("refresh_token", refreshToken),
            .. scope is null ? Array.Empty<(string, string)>() : [("scope", scope)],
        ]);

    internal async Task<string> AppTokenAsync() => Text((await AskForAppTokenAsync()).Body, "access_token");

    /// <summary>Signs the client in for the application, so that Graph calls are allowed.</summary>
    internal async Task<Office> SignedInAsync()
    {
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await AppTokenAsync());
        Http.DefaultRequestHeaders.TryAddWithoutValidation("Prefer", "IdType=\"ImmutableId\"");
        return this;
    }

    internal async Task<(int Status, JsonObject Body)> GetAsync(string url)
    {
        using var response = await Http.GetAsync(new Uri(Absolute(url)), Ct);
        return ((int)response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!);
    }

    internal async Task<(int Status, JsonObject? Body, HttpResponseMessage Response)> SendAsync(HttpMethod method, string url, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, Absolute(url)) { Content = content };
        var response = await Http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, text.StartsWith('{') ? (JsonObject)JsonNode.Parse(text)! : null, response);
    }

    internal Task<(int Status, JsonObject? Body, HttpResponseMessage Response)> SendJsonAsync(HttpMethod method, string url, string json) =>
        SendAsync(method, url, new StringContent(json, Encoding.UTF8, "application/json"));

    internal async Task<string> DraftAsync(byte[] raw)
    {
        var (status, body, _) = await SendAsync(HttpMethod.Post, "/messages", Base64(raw));
        Assert.Equal(201, status);
        return Text(body!, "id");
    }

    internal static StringContent Base64(byte[] raw) => new(Convert.ToBase64String(raw), Encoding.ASCII, "text/plain");

    internal static string Text(JsonObject body, string name) => body[name]!.GetValue<string>();

    internal static string ErrorCode(JsonObject? body) => body!["error"]!["code"]!.GetValue<string>();

    internal static int Aadsts(JsonObject body) => body["error_codes"]![0]!.GetValue<int>();

    private static string Absolute(string url) => url.StartsWith('/') ? MailboxUrl + url : url;
}
