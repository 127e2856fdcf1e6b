using Tern.MailEngine;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Testing;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Entra;
using Tern.SimulatedYear.Diaries;

namespace Tern.SimulatedYear.Office;

/// <summary>A simulated tenant and the real engine on one driven clock and one seed, in one thread: what the diary acts on.</summary>
internal sealed class YearOffice : IDisposable
{
    /// <summary>Day 1.</summary>
    internal static readonly DateTimeOffset Start = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly MailEngineOptions Options = new() { PollInterval = TimeSpan.FromMinutes(5), OutboxInterval = TimeSpan.FromMinutes(1) };
    private static readonly TimeSpan OutOfPower = TimeSpan.FromMinutes(5);
    private readonly Dictionary<string, Machine> _machines = [];
    private readonly List<(Machine Machine, EngineNode Node, HttpClient Http)> _nodes = [];
    private readonly int _seed;
    private int _started;

    internal YearOffice(int seed)
    {
        _seed = seed;
        Time = new SimulatedTime(Start);
        Log = new EventLog(Time, kept: 1000);
        Simulator = new Simulator(Time, seed);
        Simulator.RequestLog.Capacity = 1000;
        Tenant = Simulator.Tenants.Add("contoso");
        Wire = new Wire(new SimulatorHttpHandler(Simulator, Time));
        Support = Connect(Who.Support, GrantKind.AppOnly);
        Sales = Connect(Who.Sales, GrantKind.Delegated);
        Stops = new StopBook([Support, Sales], Time);
        Credentials = new Credentials(this);
    }

    /// <summary>The one clock that everything goes by.</summary>
    internal SimulatedTime Time { get; }

    /// <summary>The desk's machine.</summary>
    internal Machine Machine => MachineOf("node-1");

    /// <summary>How often a machine lost its power.</summary>
    internal int PowerFailures { get; private set; }

    internal EventLog Log { get; }

    internal Simulator Simulator { get; }

    internal Tenant Tenant { get; }

    internal Wire Wire { get; }

    /// <summary>The app-only connection, with a certificate.</summary>
    internal YearMailbox Support { get; }

    /// <summary>The delegated connection, with a client secret.</summary>
    internal YearMailbox Sales { get; }

    internal IReadOnlyList<YearMailbox> Mailboxes => [Support, Sales];

    internal StopBook Stops { get; }

    internal Credentials Credentials { get; }

    internal PostLedger Ledger { get; } = new();

    /// <summary>What is stored at the desk; outlives every node.</summary>
    internal InMemoryHost.SharedState Shared { get; } = new();

    public void Dispose() => Wire.Dispose();

    /// <summary>A machine by the name of its node.</summary>
    internal Machine MachineOf(string name)
    {
        if (!_machines.TryGetValue(name, out var machine))
        {
            _machines[name] = machine = new Machine(name, Time);
        }

        return machine;
    }

    /// <summary>Starts a node, under a name that it keeps over restarts.</summary>
    internal void StartNode(string name)
    {
        var (machine, power) = (MachineOf(name), new Power());
        var time = new MachineClock(machine, Time, power);
        var http = new HttpClient(new Plug(Wire, machine, power, request => LosePower(machine, request)), disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        var clock = new ProviderClock(time);
        var endpoint = new EntraTokenEndpoint(http, clock, time);
        var host = new InMemoryHost(time, name, Shared);
        var node = new EngineNode(
            host,
            endpoint,
            (tokens, random) => new Microsoft365Provider(http, tokens, clock, time, random),
            (tokens, random) => new EntraKeys(http, tokens, endpoint, clock, time, random),
            Options,
            time,
            (_seed * 1000) + ++_started,
            Log,
            new Post(host, Ledger, Time),
            Stops);
        _nodes.Add((machine, node, http));
        node.Start();
    }

    /// <summary>Stops a node in good order.</summary>
    internal async Task StopNodeAsync(string name)
    {
        var (_, node, http) = Take(MachineOf(name));
        await Time.RunUntilDoneAsync(node.DisposeAsync().AsTask(), TimeSpan.FromMinutes(10));
        http.Dispose();
    }

    /// <summary>Stops a node and starts it again a minute later, as an update of the machine does.</summary>
    internal async Task RestartNodeAsync(string name)
    {
        await StopNodeAsync(name);
        Time.Advance(TimeSpan.FromMinutes(1));
        StartNode(name);
    }

    internal async Task StopAllNodesAsync()
    {
        while (_nodes.Count > 0)
        {
            await StopNodeAsync(_nodes[^1].Machine.Name);
        }
    }

    /// <summary>Something was put into the outbox; every node is told, and the one that holds the lease goes.</summary>
    internal void RingOutbox(YearMailbox mailbox)
    {
        foreach (var (_, node, _) in _nodes.ToList())
        {
            node.Host.Find(mailbox.Id)?.RingOutbox();
        }
    }

    /// <summary>What is sent and proved needs no more looking after; the ledger of the post remembers it.</summary>
    internal void ClearSent()
    {
        foreach (var sent in Shared.Outbox.Values.Where(i => i.State == OutboxState.Sent).ToList())
        {
            Shared.Outbox.Remove(sent.Id);
            Shared.Outgoing.Remove(sent.Id);
        }
    }

    /// <summary>Something happens to requests at the token endpoint for a while.</summary>
    internal void AtTokenEndpoint(Fault fault, TimeSpan lasts)
    {
        fault.Path = "*/oauth2/v2.0/token";
        During(fault, lasts);
    }

    /// <summary>Several things happen to requests at Graph for a while.</summary>
    internal void AtGraph(IEnumerable<Fault> faults, TimeSpan lasts)
    {
        foreach (var fault in faults)
        {
            fault.Path ??= "/v1.0/*";
            During(fault, lasts);
        }
    }

    /// <summary>Changes what the desk has stored about a mailbox.</summary>
    internal void Configure(YearMailbox mailbox, Func<ConnectionSettings, ConnectionSettings> change)
    {
        var settings = Shared.Mailboxes[mailbox.Id];
        Shared.Mailboxes[mailbox.Id] = settings with { Connection = change(settings.Connection) };
    }

    /// <summary>A person signs in for the delegated mailbox; the refresh token is stored as the sign-in page of the desk does it.</summary>
    internal void SignIn(YearMailbox mailbox)
    {
        var refreshToken = Simulator.Grants.IssueRefreshToken(
            mailbox.App, mailbox.User, "openid", "offline_access", "https://graph.microsoft.com/Mail.ReadWrite", "https://graph.microsoft.com/Mail.Send", "https://graph.microsoft.com/User.Read");
        var before = Shared.Grants.GetValueOrDefault(mailbox.GrantId);
        Shared.Grants[mailbox.GrantId] = (before.Version + 1, refreshToken);
    }

    /// <summary>The power of a machine fails at its next request of this kind, and is back a few minutes later.</summary>
    /// <param name="name">Which machine.</param>
    /// <param name="method">The verb of the request.</param>
    /// <param name="pathEnd">How its path ends.</param>
    /// <param name="isHeard">Whether Microsoft still gets the request, and does what it says.</param>
    internal void LetPowerFail(string name, string method, string pathEnd, bool isHeard) => MachineOf(name).PowerFails =
        (request => request.Method.Method == method && request.RequestUri!.AbsolutePath.EndsWith(pathEnd, StringComparison.Ordinal), isHeard);

    private void LosePower(Machine machine, HttpRequestMessage request)
    {
        PowerFailures++;
        Log.Add($"{machine.Name} loses its power at {request.Method} {request.RequestUri!.AbsolutePath}");
        Take(machine);
        var back = default(ITimer);
        back = Time.CreateTimer(_ => StartAgain(), state: null, OutOfPower, Timeout.InfiniteTimeSpan);

        void StartAgain()
        {
            back!.Dispose();
            StartNode(machine.Name);
        }
    }

    private (Machine Machine, EngineNode Node, HttpClient Http) Take(Machine machine)
    {
        var at = _nodes.FindIndex(n => n.Machine == machine);
        var taken = _nodes[at];
        _nodes.RemoveAt(at);
        return taken;
    }

    private void During(Fault fault, TimeSpan lasts)
    {
        var now = Time.GetUtcNow();
        foreach (var over in Simulator.Faults.All.Where(f => f.Until <= now))
        {
            Simulator.Faults.Remove(over.Id);
        }

        (fault.From, fault.Until) = (now, now + lasts);
        Simulator.Faults.Add(fault);
    }

    private YearMailbox Connect(Who who, GrantKind kind)
    {
        var number = (int)who;
        var app = Simulator.Apps.Add(
            Tenant,
            $"Tern for {who}",
            applicationPermissions: kind == GrantKind.AppOnly ? ["Mail.ReadWrite", "Mail.Send"] : [],
            delegatedPermissions: kind == GrantKind.Delegated ? ["Mail.ReadWrite", "Mail.Send", "User.Read", "offline_access"] : []);
        var mailbox = new YearMailbox(
            who,
            new MailboxId(new Guid($"01937a00-0000-7000-8000-0000000000{number:00}")),
            new Guid($"01937a00-0000-7000-8000-0000000001{number:00}"),
            kind,
            Simulator.Users.Add(Tenant, who == Who.Support ? "support" : "sales"),
            app);
        Shared.Mailboxes[mailbox.Id] = new MailboxSettings
        {
            Id = mailbox.Id,
            ShortName = mailbox.Name,
            Address = mailbox.Address,
            ReceiveSince = Start,
            Connection = new ConnectionSettings
            {
                GrantId = mailbox.GrantId,
                Provider = Microsoft365Provider.ProviderName,
                Authority = new Uri("https://login.microsoftonline.com/"),
                Api = new Uri("https://graph.microsoft.com/v1.0/"),
                Resource = "https://graph.microsoft.com",
                Tenant = Tenant.Id,
                ClientId = app.ClientId,
                GrantKind = kind,
                Credentials = [],
                ApplicationObjectId = app.ObjectId,
            },
        };
        if (kind == GrantKind.Delegated)
        {
            SignIn(mailbox);
        }
        else
        {
            Simulator.Apps.GrantAdminConsent(app);
        }

        return mailbox;
    }
}
