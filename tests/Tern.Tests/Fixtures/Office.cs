using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;
using MimeKit;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Push;

namespace Tern.Tests.Fixtures;

/// <summary>The simulated Microsoft 365 tenant that a desk under test talks to, in process.</summary>
internal sealed class Office : IDisposable
{
    internal const string Secret = "open-sesame";
    private readonly TimeProvider _time;
    private int _letters;

    internal Office(TimeProvider time)
    {
        _time = time;
        Simulator = new Simulator(time, seed: 365);
        Simulator.Settings.DeliverAfter = TimeSpan.Zero;
        Simulator.Settings.SentItemsAfter = TimeSpan.Zero;
        Simulator.Settings.AllowHttpOnLoopback = true;
        Tenant = Simulator.Tenants.Add("contoso");
        App = Simulator.Apps.Add(
            Tenant,
            "Tern",
            redirectUris: [],
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read", "Mail.ReadWrite.Shared", "Mail.Send.Shared"]);
        Simulator.Apps.AddSecret(App, Secret, time.GetUtcNow().AddYears(1));
        Simulator.Apps.GrantAdminConsent(App);
        Outside = new HttpClient(Door) { Timeout = Timeout.InfiniteTimeSpan };
        Carrier = new PushCarrier(Simulator, Outside, time);
        Tokens = new TokenTraffic(new SimulatorHttpHandler(Simulator, time, Outside));
        Http = new HttpClient(Tokens) { Timeout = Timeout.InfiniteTimeSpan };
    }

    internal Simulator Simulator { get; }

    internal Tenant Tenant { get; }

    internal AppRegistration App { get; }

    internal HttpClient Http { get; }

    /// <summary>How Microsoft reaches the desk.</summary>
    internal DeskDoor Door { get; } = new();

    internal HttpClient Outside { get; }

    /// <summary>Brings notifications to the desk when a test says so.</summary>
    internal PushCarrier Carrier { get; }

    /// <summary>What desks asked of the token endpoint.</summary>
    internal TokenTraffic Tokens { get; }

    internal User Person(string name) => Simulator.Users.Find($"{name}@{Tenant.MailDomain}") ?? Simulator.Users.Add(Tenant, name);

    /// <summary>A customer writes to a mailbox.</summary>
    /// <returns>The mail's Message-ID.</returns>
    internal string Write(string to, string subject, string text = "Hello", string? inReplyTo = null, string from = "Carla Customer <carla@customer.example>")
    {
        var id = $"letter-{Interlocked.Increment(ref _letters)}@customer.example";
        var raw = $"From: {from}\r\nTo: <{to}>\r\nSubject: {subject}\r\nMessage-ID: <{id}>\r\nDate: {_time.GetUtcNow():R}\r\n{(inReplyTo is null ? "" : $"In-Reply-To: <{inReplyTo}>\r\nReferences: <{inReplyTo}>\r\n")}\r\n{text}\r\n";
        Simulator.Customers.Send(Encoding.UTF8.GetBytes(raw), to);
        return id;
    }

    /// <summary>What a customer received, newest last.</summary>
    internal IReadOnlyList<MimeMessage> Inbox(string customer) =>
        [.. Simulator.Customers.Inbox(customer).Select(m => MimeMessage.Load(new MemoryStream(m.Raw), TestContext.Current.CancellationToken))];

    /// <summary>A person chooses an account on Microsoft's page, gives the second factor where there is one, and accepts.</summary>
    /// <returns>Where Microsoft sends the browser; null when its page stays.</returns>
    internal Uri? SignIn(Uri authorize, User account, string decision = "accept")
    {
        var query = HttpUtility.ParseQueryString(authorize.Query);
        var fields = query.AllKeys.Select(k => $"{k}={Uri.EscapeDataString(query[k]!)}").Append($"account={account.Id}").Append($"decision={decision}").Concat(account.HasSecondFactor ? ["factor=given"] : []);
        var response = Simulator.Handle(new SimulatedRequest(
            "POST",
            authorize.GetLeftPart(UriPartial.Authority),
            authorize.AbsolutePath,
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/x-www-form-urlencoded" },
            Encoding.UTF8.GetBytes(string.Join('&', fields))));
        return response.Header("Location") is { } location ? new Uri(location) : null;
    }

    /// <summary>Somebody makes a folder in the mailbox.</summary>
    /// <returns>The folder's id.</returns>
    internal async Task<string> MakeFolderAsync(User account, string name, string? parent = null)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = App.ClientId, ["client_secret"] = Secret, ["scope"] = "https://graph.microsoft.com/.default" };
        using var content = new FormUrlEncodedContent(form);
        using var token = await Http.PostAsync(new Uri($"https://login.microsoftonline.com/{Tenant.Id}/oauth2/v2.0/token"), content, TestContext.Current.CancellationToken);
        var bearer = (await token.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["access_token"]!.GetValue<string>();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"https://graph.microsoft.com/v1.0/users/{account.Mail}/mailFolders{(parent is null ? "" : $"/{parent}/childFolders")}")
        {
            Content = JsonContent.Create(new { displayName = name }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", bearer) },
        };
        using var made = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        made.EnsureSuccessStatusCode();
        return (await made.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["id"]!.GetValue<string>();
    }

    public void Dispose()
    {
        Http.Dispose();
        Outside.Dispose();
    }
}
