using Tern.Microsoft365Simulator.Control;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Pages;
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

    /// <summary>What was asked and answered.</summary>
    public RequestLog RequestLog => _world.Log;

    internal World World => _world;

    /// <summary>Answers one request. Callers come one after the other.</summary>
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_world.Gate)
        {
            PendingEffects.RunDue(_world);
            var position = _world.Random.Position;
            var segments = RequestPath.Segments(request.RawPath);
            var response = segments is ["_sim", .. var control]
                ? ControlRouter.Answer(this, request, control)
                : Serve(request, segments);
            if (request.Method != "GET" || _world.Random.Position != position)
            {
                _world.Version++;
            }

            return response;
        }
    }

    private SimulatedResponse Serve(SimulatedRequest request, string[] segments)
    {
        if (_world.Settings.NetworkDown is { } failure)
        {
            return SimulatedResponse.Empty(0) with { Cut = Cut.BeforeEffect, ConnectionFailure = failure };
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
        var truth = fault is null || fault.LetsEffectHappen ? Route(request, segments, entry) : SimulatedResponse.Empty(0);
        var response = fault is null ? truth : FaultRules.Apply(_world, request, fault, truth, entry);
        entry.Status = response.Status;
        entry.Cut = response.Cut;
        _world.Log.Add(entry);
        return response;
    }

    private SimulatedResponse Route(SimulatedRequest request, string[] segments, RequestEntry entry) => segments switch
    {
        ["v1.0", .. var rest] => GraphRouter.Answer(_world, request, rest, entry),
        ["oidc", "userinfo"] => ShowSignedInUser.Answer(_world, request, entry),
        ["upload", var key] => UploadSessions.Receive(_world, request, key, entry),
        [] or ["customers", ..] or ["style.css"] => PageRouter.Answer(_world, request, segments),
        _ => EntraRouter.Answer(_world, request, segments, entry) ?? SimulatedResponse.Of(404, "text/plain; charset=utf-8", "There is nothing at this address.\n"u8.ToArray()),
    };
}
