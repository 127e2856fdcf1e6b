using System.Text.Json;
using Tern.Benchmarks.Machine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Running;

/// <summary>The desk as an operator runs it: the built program, its own data directory, a real database.</summary>
internal sealed class Desk : IAsyncDisposable
{
    internal const string Email = "ada@desk.example";
    internal const string Password = "a sentence of words";

    private readonly string _program;
    private readonly string _log;
    private RunningProgram? _server;

    private Desk(string program, string data, string log, Uri address)
    {
        _program = program;
        Data = data;
        _log = log;
        Address = address;
    }

    internal string Data { get; }

    internal Uri Address { get; }

    internal TimeSpan Cpu => ProcessTimes.Cpu(_server!.Id);

    internal long PeakMemory => ProcessTimes.PeakMemory(_server!.Id);

    /// <summary>Makes the data directory, the database and the administrator; nothing runs yet.</summary>
    internal static async Task<Desk> CreateAsync(WorkFolder work, string name, string? connectionString, Uri microsoft365, CancellationToken cancellationToken)
    {
        var address = FreePort.Address();
        var data = Directory.CreateDirectory(work.Combine(name)).FullName;
        var settings = new
        {
            Urls = address.ToString().TrimEnd('/'),
            Database = connectionString,
            Microsoft365 = new { Authority = microsoft365, Graph = new Uri(microsoft365, "v1.0/") },

            // A round begins when it is asked for, and not while its mails are still put into the mailbox.
            MailEngine = new { PollInterval = "01:00:00" },
        };
        await File.WriteAllTextAsync(Path.Combine(data, "tern.json"), JsonSerializer.Serialize(settings), cancellationToken);
        var desk = new Desk(RunningProgram.At("Tern", "tern"), data, work.Combine($"{name}.log"), address);
        await desk.CommandAsync(["user", "add", Email, "--admin", "--password-stdin"], Password, cancellationToken);
        return desk;
    }

    internal Task ConnectAsync(SimulatedTenant tenant, CancellationToken cancellationToken) => CommandAsync(
        ["mailbox", "connect", SimulatedTenant.Mailbox, "--tenant", SimulatedTenant.Tenant, "--client-id", tenant.ClientId, "--secret-stdin", "--since", "all"],
        SimulatedTenant.Secret,
        cancellationToken);

    internal async Task ServeAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = Address };
        _server = RunningProgram.Start(_program, ["serve", "--data", Data], _log);
        await Wait.UntilAnswersAsync(_server, http, "health/ready", _log, cancellationToken);
    }

    /// <summary>Asks the running server to read the mailbox, and waits until nothing is left in it.</summary>
    /// <returns>The line of the mailbox in the command's JSON.</returns>
    internal async Task<JsonElement> RefreshAsync(CancellationToken cancellationToken)
    {
        var json = await CommandAsync(["mailbox", "refresh", "--all", "--json"], input: null, cancellationToken);
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("mailboxes")[0].Clone();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private Task<string> CommandAsync(string[] arguments, string? input, CancellationToken cancellationToken) =>
        RunningProgram.RunAsync(_program, [.. arguments, "--data", Data], input, cancellationToken: cancellationToken);
}
