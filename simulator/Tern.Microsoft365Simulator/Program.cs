using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Tern.Microsoft365Simulator;
using Tern.Microsoft365Simulator.Push;
using Tern.Microsoft365Simulator.Serving;
using Tern.Microsoft365Simulator.State;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var builder = WebApplication.CreateBuilder(args);
var options = SimulatorOptions.Read(builder.Configuration);
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
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
    builder.Services.AddSingleton(new StateFile(path));
    builder.Services.AddHostedService<StateKeeper>();
}

var app = builder.Build();
var simulator = app.Services.GetRequiredService<Simulator>();
options.Prepare(simulator, app.Services.GetService<StateFile>());
app.Run(app.Services.GetRequiredService<KestrelShell>().ServeAsync);
Log.Ready(app.Logger, simulator.World.State.Seed, simulator.Clock.IsDriven ? "driven" : "real", options.StatePath ?? "memory only");
await app.RunAsync();
