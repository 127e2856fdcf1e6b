using System.Text;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.MailEngine.Microsoft365.Tests;

/// <summary>A simulated tenant and the real engine on one driven clock and one seed, in one thread.</summary>
internal sealed class SimulatedOffice : IAsyncDisposable
{
    internal static readonly DateTimeOffset Start = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);
    private readonly HttpClient _http;
    private readonly Random _random;
    private readonly ProviderClock _clock;
    private int _mailboxes;

    internal SimulatedOffice(int seed, MailEngineOptions? options = null)
    {
        Time = new SimulatedTime(Start);
        Log = new EventLog(Time);
        _random = new Random(seed);
        Simulator = new Simulator(Time, seed);
        Simulator.RequestLog.Capacity = 200_000; // all of a simulated month, so that no request escapes a test's eyes
        Tenant = Simulator.Tenants.Add("contoso");
        App = Simulator.Apps.Add(
            Tenant,
            "Tern",
            applicationPermissions: ["Mail.ReadWrite", "Mail.Send"],
            delegatedPermissions: ["Mail.ReadWrite", "Mail.Send", "User.Read", "offline_access"]);
        Simulator.Apps.AddSecret(App, "right", Start.AddYears(2));
        Simulator.Apps.GrantAdminConsent(App);
        Host = new InMemoryHost(Time);
        _clock = new ProviderClock(Time);
        _http = new HttpClient(new SimulatorHttpHandler(Simulator, Time)) { Timeout = Timeout.InfiniteTimeSpan };
        Node = NewNode(Host, seed, options);
    }

    internal SimulatedTime Time { get; }

    internal EventLog Log { get; }

    internal Simulator Simulator { get; }

    internal Tenant Tenant { get; }

    internal AppRegistration App { get; }

    internal InMemoryHost Host { get; }

    internal EngineNode Node { get; }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _http.Dispose();
    }

    /// <summary>A second machine on the same database, with a clock that agrees.</summary>
    internal EngineNode AnotherNode(string name, int seed) => NewNode(new InMemoryHost(Time, name, Host.Shared), seed, null);

    internal MailboxSettings AddMailbox(string name, GrantKind kind = GrantKind.AppOnly)
    {
        var user = Simulator.Users.Add(Tenant, name);
        var number = ++_mailboxes;
        var settings = new MailboxSettings
        {
            Id = new MailboxId(new Guid($"01937a00-0000-7000-8000-{number:000000000000}")),
            ShortName = name,
            Address = user.Mail,
            ReceiveSince = Start,
            Connection = new ConnectionSettings
            {
                GrantId = new Guid($"01937a00-0000-7000-8000-{100 + number:000000000000}"),
                Provider = Microsoft365Provider.ProviderName,
                Authority = new Uri("https://login.microsoftonline.com/"),
                Api = new Uri("https://graph.microsoft.com/v1.0/"),
                Resource = "https://graph.microsoft.com",
                Tenant = Tenant.Id,
                ClientId = App.ClientId,
                GrantKind = kind,
                Credentials = [new SecretCredential(new Guid($"01937a00-0000-7000-8000-{200 + number:000000000000}"), "right", null)],
            },
        };
        Host.Shared.Mailboxes[settings.Id] = settings;
        if (kind == GrantKind.Delegated)
        {
            var refreshToken = Simulator.Grants.IssueRefreshToken(
                App, user, "openid", "offline_access", "https://graph.microsoft.com/Mail.ReadWrite", "https://graph.microsoft.com/Mail.Send", "https://graph.microsoft.com/User.Read");
            Host.Shared.Grants[settings.Connection.GrantId] = (1, refreshToken);
        }

        return settings;
    }

    /// <summary>A customer writes; the mail lies in the mailbox at once.</summary>
    internal void Write(MailboxSettings to, string text)
    {
        var raw = $"From: Ann <ann@customer.example>\r\nTo: <{to.Address}>\r\nSubject: {text}\r\nMessage-ID: <{_random.NextInt64():x}@customer.example>\r\nDate: {Time.GetUtcNow():R}\r\n\r\n{text}\r\n";
        Simulator.Customers.Send(Encoding.ASCII.GetBytes(raw), to.Address);
    }

    /// <summary>An agent answers; the outbox has it.</summary>
    internal OutboxItem Answer(MailboxSettings from, string text, IReadOnlyList<LargeAttachment>? uploads = null)
    {
        var now = Time.GetUtcNow();
        var id = new Guid(_random.Next(), 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
        var messageId = $"{id:n}@tern.example";
        var raw = $"From: <{from.Address}>\r\nTo: Ann <ann@customer.example>\r\nSubject: {text}\r\nMessage-ID: <{messageId}>\r\nDate: {now:R}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n{text}\r\n";
        var item = new OutboxItem { Id = id, Mailbox = from.Id, MessageId = messageId, CreatedAt = now, NextAttemptAt = now };
        Host.Shared.Outgoing[id] = new OutgoingMessage(Encoding.ASCII.GetBytes(raw), uploads ?? []);
        Host.Shared.Outbox[id] = item;
        return item;
    }

    internal IEnumerable<string> Delivered(MailboxSettings mailbox) =>
        Host.Shared.Delivered.Where(d => d.Mailbox == mailbox.Id).Select(d => Subject(Host.Shared.Raw[d.Mail.Raw.Key]));

    internal IEnumerable<string> Received(string customer) => Simulator.Customers.Inbox(customer).Select(m => Subject(m.Raw));

    private EntraTokenEndpoint Endpoint => new(_http, _clock, Time);

    private EngineNode NewNode(InMemoryHost host, int seed, MailEngineOptions? options) => new(
        host,
        Endpoint,
        (tokens, random) => new Microsoft365Provider(_http, tokens, _clock, Time, random),
        (tokens, random) => new EntraKeys(_http, tokens, Endpoint, _clock, Time, random),
        options ?? new MailEngineOptions(),
        Time,
        seed,
        Log);

    private static string Subject(byte[] raw) =>
        Encoding.ASCII.GetString(raw).Split("\r\n").First(l => l.StartsWith("Subject: ", StringComparison.OrdinalIgnoreCase))["Subject: ".Length..];
}
