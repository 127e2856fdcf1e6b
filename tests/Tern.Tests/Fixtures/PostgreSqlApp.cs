using Npgsql;

namespace Tern.Tests.Fixtures;

/// <summary>The desk on a fresh PostgreSQL database; needs TERN_TEST_POSTGRES, which eng/postgres.sh prints.</summary>
public class PostgreSqlApp : TernApp
{
    private readonly string? _server = Environment.GetEnvironmentVariable("TERN_TEST_POSTGRES");
    private readonly string _name = "tern_" + Path.GetRandomFileName().Replace(".", "");

    public override string? SkipReason => string.IsNullOrEmpty(_server) ? "TERN_TEST_POSTGRES is not set; run eng/postgres.sh start." : null;

    protected override KeyValuePair<string, string?> DatabaseSetting =>
        new("Database", new NpgsqlConnectionStringBuilder(_server) { Database = _name, MaxPoolSize = 20 }.ToString());

    protected override Task CreateDatabaseAsync() => RunAsync($"CREATE DATABASE {_name}");

    protected override Task DropDatabaseAsync() => SkipReason is null ? RunAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)") : Task.CompletedTask;

    private async Task RunAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(_server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
