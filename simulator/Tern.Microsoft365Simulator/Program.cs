using System.Globalization;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Serving;
using Tern.Microsoft365Simulator.State;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(SimulatorOptions.Usage);
    return 0;
}

try
{
    var builder = WebApplication.CreateBuilder(args);
    var options = SimulatorOptions.Read(args, builder.Configuration);
    builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
    // Why it cannot start is told below in words.
    builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    builder.WebHost.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;
        // Attachments of 150 MB come in pieces, but a customer may send a mail of any size.
        kestrel.Limits.MaxRequestBodySize = null;
        // A page of 50 whole messages is larger than the 64 kB after which a writer has to wait for the socket.
        kestrel.Limits.MaxResponseBufferSize = 1024 * 1024;
    });
    // Requests come one after the other through the rules anyway: another thread for each would only be woken to wait.
    builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddSingleton(new Simulator(TimeProvider.System, options.Seed));
    builder.Services.AddSingleton<KestrelShell>();
    // Straight to the endpoint: a proxy on the way out knows nothing of this machine's own addresses.
    builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan });
    builder.Services.AddSingleton<PushCarrier>();
    builder.Services.AddHostedService<NotificationSender>();
    if (options.StatePath is { } path)
    {
        builder.Services.AddSingleton(_ => new StateFile(path));
        builder.Services.AddHostedService<StateKeeper>();
    }

    await using var app = builder.Build();
    var simulator = app.Services.GetRequiredService<Simulator>();
    simulator.World.Failures.Listener = (what, problem) => Log.Failed(app.Logger, what, problem);
    options.Prepare(simulator, app.Services.GetService<StateFile>());
    app.Run(app.Services.GetRequiredService<KestrelShell>().ServeAsync);
    await ListenAsync(app);
    Log.Ready(app.Logger, simulator.World.State.Seed, simulator.Clock.IsDriven ? "driven" : "real", options.StatePath ?? "memory only");
    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartRefusalException refusal)
{
    await Console.Error.WriteLineAsync(refusal.Message);
    return 2;
}

static async Task ListenAsync(WebApplication app)
{
    try
    {
        await app.StartAsync();
    }
    catch (Exception problem) when (problem is IOException or SocketException or FormatException or ArgumentException or InvalidOperationException)
    {
        var addresses = app.Configuration["urls"] ?? "http://localhost:5000";
        throw new StartRefusalException(problem.InnerException is AddressInUseException
            ? $"{addresses}: another program listens there already. End it, or name another address with --urls."
            : $"--urls {addresses}: {problem.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.')}. Name an address such as http://127.0.0.1:8365.");
    }
}
