using System.Globalization;
using Npgsql;
using Tern.Benchmarks.Machine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Running;

/// <summary>A PostgreSQL of our own, durable as in production: the time of a commit is part of what is measured.</summary>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;
    private readonly string _connectionString;

    private PostgresCluster(string script, string folder, Dictionary<string, string> environment, string connectionString)
    {
        _script = script;
        _folder = folder;
        _environment = environment;
        _connectionString = connectionString;
    }

    /// <summary>All its processes together.</summary>
    internal TimeSpan Cpu => ProcessTimes.CpuOfFamily(int.Parse(File.ReadLines(Path.Combine(_folder, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture));

    internal static async Task<PostgresCluster> StartAsync(CancellationToken cancellationToken)
    {
        var script = Checkout.At("eng/postgres.sh");

        // Not in the work folder, which belongs to us alone: the server runs as another user.
        var folder = Path.Combine(Path.GetTempPath(), $"tern-bench-postgres-{Environment.ProcessId}");
        var environment = new Dictionary<string, string>
        {
            ["TERN_POSTGRES_DIR"] = folder,
            ["TERN_POSTGRES_PORT"] = FreePort.Address().Port.ToString(CultureInfo.InvariantCulture),
            ["TERN_POSTGRES_OPTIONS"] = "-c fsync=on",
        };
        var connectionString = await RunningProgram.RunAsync("bash", [script, "start"], environment: environment, cancellationToken: cancellationToken);
        return new PostgresCluster(script, folder, environment, connectionString.Trim());
    }

    internal async Task<string> CreateAsync(string name, CancellationToken cancellationToken, string template = "template1")
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name} TEMPLATE {template}", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ToString();
    }

    internal static async Task AnalyzeAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("ANALYZE", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunningProgram.RunAsync("bash", [_script, "stop"], environment: _environment);
    }
}
