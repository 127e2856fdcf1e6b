using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Settings;
using Tern.Reliability.Processes;

namespace Tern.Reliability.Running;

/// <summary>The help desk as an operator runs it: the built program, a data directory, a real database. It can be killed and started again.</summary>
internal sealed class Desk : IAsyncDisposable
{
    internal const string Email = "ada@desk.example";
    internal const string Password = "a sentence of words";

    private readonly DeskStore _store;
    private readonly string _folder;
    private readonly HttpClient _http;
    private readonly ServiceProvider _services;
    private RunningProgram? _program;

    private Desk(DeskStore store, string folder, Uri address, ServiceProvider services)
    {
        (_store, _folder, Address, _services) = (store, folder, address, services);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address };
    }

    internal Uri Address { get; }

    internal string Log => Path.Combine(_folder, "desk.log");

    internal RunningProgram Program => _program!;

    /// <summary>Makes the data directory, the database and the administrator; nothing runs yet.</summary>
    /// <param name="folder">Where everything lies.</param>
    /// <param name="store">The database.</param>
    /// <param name="tenant">Whom it talks to.</param>
    /// <param name="engine">Settings of the engine.</param>
    /// <param name="isTold">Whether it asks to be told of new mail.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<Desk> CreateAsync(string folder, DeskStore store, SimulatedTenant tenant, JsonObject engine, bool isTold, CancellationToken cancellationToken)
    {
        var address = FreePort.Address();
        var data = Directory.CreateDirectory(Path.Combine(folder, "desk")).FullName;
        var settings = new JsonObject
        {
            ["Urls"] = address.ToString().TrimEnd('/'),
            ["PublicUrl"] = address.ToString().TrimEnd('/'),
            ["Microsoft365"] = new JsonObject { ["Authority"] = tenant.Address.ToString(), ["Graph"] = new Uri(tenant.Address, "v1.0/").ToString(), ["Push"] = isTold ? "Always" : "Never" },
            ["MailEngine"] = engine,
            ["Logging"] = new JsonObject { ["LogLevel"] = new JsonObject { ["Default"] = "Warning" } },
        };
        if (store.Setting is { } database)
        {
            settings["Database"] = database;
        }

        await File.WriteAllTextAsync(Path.Combine(data, "tern.json"), settings.ToJsonString(), cancellationToken);
        await RunningProgram.RunAsync(Executable, ["user", "add", Email, "--admin", "--password-stdin", "--data", data], Password, cancellationToken: cancellationToken);
        return new Desk(store, folder, address, Services(data));
    }

    /// <summary>Enters mailboxes that share one registration, as an organisation has them.</summary>
    internal async Task<IReadOnlyList<MailboxId>> AddMailboxesAsync(
        SimulatedTenant tenant, IEnumerable<string> addresses, Action<Mailbox>? change, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var registry = scope.ServiceProvider.GetRequiredService<MailboxRegistry>();
        var connection = registry.AddConnection(new MailboxConnection
        {
            Address = "",
            Tenant = SimulatedTenant.Domain,
            ClientId = tenant.ClientId,
            GrantKind = GrantKind.AppOnly,
            Secret = SimulatedTenant.Secret,
        });
        var mailboxes = addresses.Select(address => registry.AddMailbox(connection.Id, address, displayName: null, DateTimeOffset.UnixEpoch)).ToList();
        mailboxes.ForEach(mailbox => change?.Invoke(mailbox));
        await scope.ServiceProvider.GetRequiredService<TernDbContext>().SaveChangesAsync(cancellationToken);
        return [.. mailboxes.Select(m => m.Id)];
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        _program = RunningProgram.Start(Executable, ["serve", "--data", Path.Combine(_folder, "desk")], Log);
        await Wait.UntilAnswersAsync(_program, _http, "health/ready", Log, cancellationToken);
    }

    internal Task KillAsync() => _program!.KillAsync();

    /// <summary>Its rows, as they are committed.</summary>
    internal TernDbContext OpenDatabase() => _services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        _http.Dispose();
        await _services.DisposeAsync();
        await _store.DropAsync();
    }

    private static string Executable => RunningProgram.At("Tern", "tern");

    private static ServiceProvider Services(string dataDirectory)
    {
        var data = DataDirectory.Open(dataDirectory);
        var configuration = new ConfigurationBuilder().AddTernSources(data, []).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddTern(configuration, data);
        return services.BuildServiceProvider();
    }
}
