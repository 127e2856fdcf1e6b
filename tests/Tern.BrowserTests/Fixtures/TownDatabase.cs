using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Tern.BrowserTests.Fixtures;

/// <summary>Where a desk keeps its rows.</summary>
public enum Store
{
    Sqlite,
    PostgreSql,
}

/// <summary>The database of one <see cref="Town"/>: the file in its data directory, or a fresh database of the server that TERN_TEST_POSTGRES names.</summary>
internal sealed class TownDatabase(Store store, string data)
{
    private readonly string? _server = Environment.GetEnvironmentVariable("TERN_TEST_POSTGRES");
    private readonly string _name = "tern_town_" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    /// <summary>What stands in tern.json; null for the file, which needs no word.</summary>
    internal string? Setting => store == Store.Sqlite ? null : new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 20 }.ToString();

    internal Task CreateAsync()
    {
        Assert.SkipWhen(store == Store.PostgreSql && string.IsNullOrEmpty(_server), "TERN_TEST_POSTGRES is not set; run eng/postgres.sh start.");
        return RunAsync($"CREATE DATABASE {_name}");
    }

    internal Task DropAsync() => RunAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");

    internal async Task<DbConnection> ConnectAsync()
    {
        DbConnection connection = store == Store.Sqlite
            ? new SqliteConnection($"Data Source={Path.Combine(data, "tern.db")};Mode=ReadOnly;Pooling=False")
            : new NpgsqlConnection(Setting + ";Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task RunAsync(string statement)
    {
        if (store == Store.Sqlite)
        {
            return;
        }

        await using var connection = new NpgsqlConnection(_server + ";Pooling=False");
        await connection.OpenAsync(CancellationToken.None);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The name is of this class.
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
