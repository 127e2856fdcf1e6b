using System.Net.Sockets;
using Tern.Microsoft365Simulator.Control;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Faults;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Graph.Files;
using Tern.Microsoft365Simulator.Pages;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator;

/// <summary>
/// A Microsoft 365 tenant without sockets: requests go in, answers come out, at once and always the same for the same
/// seed, requests and clock. It imitates what is documented or was observed; Microsoft was never asked.
/// </summary>
public sealed class Simulator
{
    private readonly World _world;

    /// <summary>Starts with an empty directory.</summary>
    /// <param name="time">The clock that is followed until <see cref="Clock"/> is told otherwise.</param>
    /// <param name="seed">Decides ids, keys, lifetimes and everything else that is drawn.</param>
    public Simulator(TimeProvider time, int seed)
    {
        _world = new World(time, seed);
        Tenants = new TenantControl(_world);
        Users = new UserControl(_world);
        Apps = new AppControl(_world);
        Grants = new GrantControl(_world);
        Principals = new PrincipalControl(_world);
        Policies = new PolicyControl(_world);
        Devices = new DeviceControl(_world);
        DeviceCodes = new DeviceCodeControl(_world);
        Issuers = new IssuerControl(_world);
        Entra = new EntraControl(_world);
        Mailboxes = new MailboxControl(_world);
        Customers = new CustomerControl(_world);
        Faults = new FaultControl(_world);
        Push = new PushControl(_world);
        Roles = new RoleControl(_world);
    }

    /// <summary>The clock of everything simulated.</summary>
    public SimulatorClock Clock => _world.Clock;

    /// <summary>Lifetimes, delays and oddities.</summary>
    public Settings Settings => _world.Settings;

    /// <summary>Organisations.</summary>
    public TenantControl Tenants { get; }

    /// <summary>People and shared mailboxes.</summary>
    public UserControl Users { get; }

    /// <summary>Applications, their credentials, and what was consented to.</summary>
    public AppControl Apps { get; }

    /// <summary>Sign-ins without a browser.</summary>
    public GrantControl Grants { get; }

    /// <summary>Applications as single tenants know them.</summary>
    public PrincipalControl Principals { get; }

    /// <summary>Conditional Access.</summary>
    public PolicyControl Policies { get; }

    /// <summary>Registered computers.</summary>
    public DeviceControl Devices { get; }

    /// <summary>Sign-ins that go on at another screen.</summary>
    public DeviceCodeControl DeviceCodes { get; }

    /// <summary>Issuers outside whose assertions can count.</summary>
    public IssuerControl Issuers { get; }

    /// <summary>How Entra itself is, and the network before it.</summary>
    public EntraControl Entra { get; }

    /// <summary>Looks into mailboxes and changes them behind the client's back.</summary>
    public MailboxControl Mailboxes { get; }

    /// <summary>The people outside.</summary>
    public CustomerControl Customers { get; }

    /// <summary>What goes wrong.</summary>
    public FaultControl Faults { get; }

    /// <summary>Subscriptions and their notifications.</summary>
    public PushControl Push { get; }

    /// <summary>Rights given to applications in Exchange.</summary>
    public RoleControl Roles { get; }

    /// <summary>What was asked and answered.</summary>
    public RequestLog RequestLog => _world.Log;

    internal World World => _world;

    /// <summary>Answers one request. Callers come one after the other.</summary>
    public SimulatedResponse Handle(SimulatedRequest request) => Handle(request, isCarried: false);

    /// <summary>
    /// Answers one request whose answer takes a while to carry: it counts as in flight until <see cref="End"/>.
    /// </summary>
    public SimulatedResponse Begin(SimulatedRequest request) => Handle(request, isCarried: true);

    /// <summary>The answer has been carried, or the caller has gone away.</summary>
    public void End(SimulatedResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (response.Flight is { } flight)
        {
            lock (_world.Gate)
            {
                _world.Throttle.End(flight);
            }
        }
    }

    /// <summary>The final answer, once the calls that an answer waited for were made (<see cref="SimulatedResponse.Handshake"/>).</summary>
    /// <param name="response">The answer that asked for them.</param>
    /// <param name="results">What the endpoints said, in the order of the calls.</param>
    public SimulatedResponse Finish(SimulatedResponse response, IReadOnlyList<HandshakeResult> results)
    {
        ArgumentNullException.ThrowIfNull(response);
        var handshake = response.Handshake ?? throw new ArgumentException("The answer waits for nothing.", nameof(response));
        lock (_world.Gate)
        {
            PendingEffects.RunDue(_world);
            _world.Version++;
            return handshake.Conclude(results) with { Flight = response.Flight };
        }
    }

    private SimulatedResponse Handle(SimulatedRequest request, bool isCarried)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_world.Gate)
        {
            _world.Throttle.Start();
            PendingEffects.RunDue(_world);
            var position = _world.Random.Position;
            var segments = RequestPath.Segments(request.RawPath);
            if (request.Method == "HEAD" && segments is not ["v1.0" or "upload", ..])
            {
                // RFC 9110 §9.3.2: as GET, and whoever carries the answer leaves the body out.
                request = request with { Method = "GET" };
            }

            var response = segments is ["_sim", .. var control]
                ? ControlRouter.Answer(this, request, control)
                : Serve(request, segments);
            if (request.Method != "GET" || _world.Random.Position != position)
            {
                _world.Version++;
            }

            return response with { Flight = _world.Throttle.Land(_world.Now, response.Delay, isCarried) };
        }
    }

    private SimulatedResponse Serve(SimulatedRequest request, string[] segments)
    {
        if (_world.Settings.NetworkDown is { } failure)
        {
            return SimulatedResponse.NotConnected(failure, SocketError.NetworkUnreachable);
        }

        _world.State.Requests++;
        var entry = new RequestEntry
        {
            Number = _world.State.Requests,
            Time = _world.Now,
            Method = request.Method,
            Path = request.PathAndQuery,
        };
        var fault = FaultRules.Pick(_world, request, segments);
        var response = fault is null
            ? Route(request, segments, entry)
            : FaultRules.Serve(_world, request, segments, fault, entry, () => Route(request, segments, entry));
        if (entry.Mailbox is not null && response.Delay < _world.Settings.MailboxRequestTime)
        {
            response = response with { Delay = _world.Settings.MailboxRequestTime };
        }

        Note(entry, response);
        _world.Log.Add(entry);
        return response.Handshake is { } handshake
            ? response with { Handshake = handshake.Then(final => Note(entry, final)) }
            : response;
    }

    private static SimulatedResponse Note(RequestEntry entry, SimulatedResponse response)
    {
        entry.Status = response.Status;
        entry.Cut = response.Cut;
        return response;
    }

    private SimulatedResponse Route(SimulatedRequest request, string[] segments, RequestEntry entry) => segments switch
    {
        ["v1.0", .. var rest] => GraphRouter.Answer(_world, request, rest, entry),
        ["oidc", "userinfo"] => ShowSignedInUser.Answer(_world, request, entry),
        ["upload", var key] => UploadSessions.Receive(_world, request, key, entry),
        _ when PageRouter.Owns(segments) => PageRouter.Answer(_world, request, segments),
        _ => EntraRouter.Answer(_world, request, segments, entry) ?? PageRouter.Nothing(request),
    };
}
