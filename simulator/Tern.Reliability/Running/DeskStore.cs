using Npgsql;

namespace Tern.Reliability.Running;

/// <summary>Where a desk keeps its rows: a file in its data directory, or a database of its own at a PostgreSQL server.</summary>
internal sealed class DeskStore
{
    private readonly string? _server;
    private readonly string _name = "tern_reliability_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    private DeskStore(string? server) => _server = server;

    /// <summary>What stands in tern.json; null for the file, which needs no word.</summary>
    internal string? Setting => _server is null ? null : new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 40 }.ToString();

    internal string Kind => _server is null ? "SQLite" : "PostgreSQL";

    /// <param name="server">A connection string to the server; null for SQLite.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal static async Task<DeskStore> CreateAsync(string? server, CancellationToken cancellationToken)
    {
        var store = new DeskStore(server);
        await store.TellServerAsync($"CREATE DATABASE {store._name}", cancellationToken);
        return store;
    }

    internal Task DropAsync() => TellServerAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);

    private async Task TellServerAsync(string statement, CancellationToken cancellationToken)
    {
        if (_server is null)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(_server + ";Pooling=False");
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // The name is of this class.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
