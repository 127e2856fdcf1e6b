using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Features.Mailboxes.Engine;
using Tern.Hosting;

namespace Tern.Tests.Fixtures;

/// <summary>The real desk: its own data directory, its own database, Kestrel on a free port of loopback.</summary>
public abstract class TernApp : IAsyncLifetime
{
    public const string AdministratorEmail = "ada@example.org";
    public const string Password = "a sentence of words";

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "tern-tests", Path.GetRandomFileName());
    private WebApplication? _app;

    protected TernApp() => Office = new Office(Time);

    /// <summary>Why the tests on this database cannot run here; null when they can.</summary>
    public virtual string? SkipReason => null;

    public Uri Address { get; private set; } = null!;

    internal IServiceProvider Services => _app!.Services;

    internal string DataPath => _directory;

    /// <summary>The file of a federated token that the operator named; a test writes it.</summary>
    internal string TokenFile => Path.Combine(_directory, "federated-token");

    internal string? DatabaseConnection => DatabaseSetting.Value;

    /// <summary>The one public address of this desk.</summary>
    internal Uri PublicUrl => Services.GetRequiredService<PublicAddress>().Base;

    /// <summary>The simulated Microsoft 365 that this desk talks to.</summary>
    internal Office Office { get; }

    /// <summary>The clock of this desk and of its tenant.</summary>
    internal MovableTime Time { get; } = new();

    /// <summary>Everything the desk logged.</summary>
    internal FakeLogCollector Logs => Services.GetFakeLogCollector();

    /// <summary>Mailboxes are read when they are connected and when a test asks, so that a test knows which check found what.</summary>
    private static readonly KeyValuePair<string, string?> ChecksOnDemand = new("MailEngine:PollInterval", "06:00:00");

    /// <summary>Settings beside the usual ones.</summary>
    protected virtual IEnumerable<KeyValuePair<string, string?>> MoreSettings => [];

    /// <summary>Replaces services before the desk starts.</summary>
    protected virtual void Adjust(WebApplicationBuilder builder)
    {
    }

    public virtual async ValueTask InitializeAsync()
    {
        if (SkipReason is not null)
        {
            return;
        }

        await CreateDatabaseAsync();
        await StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        await DropDatabaseAsync();
        if (Directory.Exists(_directory))
        {
            Directory.Delete(_directory, recursive: true);
        }

        Office.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stops the desk; its data stay.</summary>
    public async Task StopAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
            _app = null;
            ForgetConnections();
        }
    }

    /// <summary>Stops the desk and starts it again on the same data.</summary>
    public Task RestartAsync() => RestartAsync(replacing: null);

    /// <summary>The same with some of its services replaced, until it is started again.</summary>
    internal async Task RestartAsync(Action<IServiceCollection>? replacing)
    {
        await StopAsync();
        await StartAsync(replacing);
    }

    /// <summary>A second desk on the same data, clock and tenant, as another node has it; it serves nobody and runs no mailbox by itself.</summary>
    internal WebApplication AnotherDesk(Action<IServiceCollection>? replacing = null) => Build(replacing);

    /// <summary>Stops the desk, does something with its services on the same data as a command has them, and starts it again.</summary>
    internal async Task WithoutServerAsync(Func<IServiceProvider, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await StopAsync();
        try
        {
            await using var host = Build();
            await work(host.Services);
        }
        finally
        {
            ForgetConnections();
            await StartAsync();
        }
    }

    /// <summary>A browser that nobody is signed in with.</summary>
    public TernClient Browser() => new(Address);

    /// <summary>A browser in which an agent is signed in; the agent is created when missing.</summary>
    public async Task<TernClient> SignInAsync(string email = AdministratorEmail, bool isAdministrator = true)
    {
        await EnsureAgentAsync(email, isAdministrator);
        var browser = Browser();
        await browser.SignInAsync(email, Password);
        return browser;
    }

    public async Task EnsureAgentAsync(string email, bool isAdministrator = false)
    {
        await using var scope = Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<TernDbContext>().Agents.AnyAsync(agent => agent.Email == email))
        {
            return;
        }

        var problems = await scope.ServiceProvider.GetRequiredService<AgentCreation>()
            .AddAsync(email.Split('@')[0], email, Password, isAdministrator, "Europe/Berlin", CancellationToken.None);
        Assert.Empty(problems);
    }

    /// <summary>A context of the desk's database, outside of any request.</summary>
    internal TernDbContext Database() => Services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContext();

    protected abstract KeyValuePair<string, string?> DatabaseSetting { get; }

    /// <summary>Closes what a pool still holds open. Only one process works here, where in life there are two: opening and closing a SQLite file drops the locks of all its other handles in the process (SQLite: How To Corrupt, §2.2).</summary>
    protected virtual void ForgetConnections()
    {
    }

    protected virtual Task CreateDatabaseAsync() => Task.CompletedTask;

    protected virtual Task DropDatabaseAsync() => Task.CompletedTask;

    private async Task StartAsync(Action<IServiceCollection>? replacing = null)
    {
        _app = Build(replacing);
        await TernHost.MigrateAsync(_app.Services, CancellationToken.None);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Office.Door.Desk = Address;
    }

    private WebApplication Build(Action<IServiceCollection>? replacing = null) =>
        TernHost.Build(
            DataDirectory.Open(_directory),
            [new("Urls", "http://127.0.0.1:0"), DatabaseSetting, ChecksOnDemand, new("Microsoft365:FederatedTokenFiles:0", TokenFile), .. MoreSettings],
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(Time);
                builder.Services.AddSingleton(new MicrosoftHttp(Office.Http));
                builder.Logging.ClearProviders().AddFakeLogging();
                Adjust(builder);
                replacing?.Invoke(builder.Services);
            });
}
