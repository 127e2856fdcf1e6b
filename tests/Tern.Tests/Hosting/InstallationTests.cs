using System.Text.Json;
using Npgsql;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Hosting;

/// <summary>A command that was sent to the wrong place says so and leaves nothing there; a mistyped directory must not pass for a healthy desk.</summary>
public abstract class InstallationTests<TApp>(TApp app) : DeskTests<TApp>(app)
    where TApp : TernApp
{
    private static readonly string[][] Reading = [["mailbox", "list"], ["mailbox", "refresh", "--all"], ["mailbox", "verify", "--all"], ["check"]];

    /// <summary>A connection string that leads to no Tern; null where the directory decides.</summary>
    protected abstract string? ElsewhereDatabase { get; }

    /// <summary>What the message says is missing where the directory is there.</summary>
    protected abstract string Missing { get; }

    [Fact]
    public async Task A_directory_that_is_not_there_is_named_and_not_made()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), $"tern-nowhere-{Path.GetRandomFileName()}");

        foreach (var verb in Reading)
        {
            var (exit, output, error) = await TernProcess.RunAsync(nowhere, ElsewhereDatabase, verb);

            Assert.True(exit == 1, $"{string.Join(' ', verb)}: {exit} {output}{error}");
            Assert.Contains(nowhere, error, StringComparison.Ordinal);
            Assert.Contains("--data", error, StringComparison.Ordinal);
            Assert.Contains("TERN_DATA", error, StringComparison.Ordinal);
            Assert.False(Path.Exists(nowhere), string.Join(' ', verb));
        }
    }

    [Fact]
    public async Task A_directory_without_a_desk_is_named_with_what_is_missing_and_stays_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("tern-empty");
        try
        {
            foreach (var verb in Reading)
            {
                var (exit, output, error) = await TernProcess.RunAsync(folder.FullName, ElsewhereDatabase, verb);

                Assert.True(exit == 1, $"{string.Join(' ', verb)}: {exit} {output}{error}");
                Assert.Contains(folder.FullName, output + error, StringComparison.Ordinal);
                Assert.Contains(Missing, output + error, StringComparison.Ordinal);
                Assert.Contains("--data", output + error, StringComparison.Ordinal);
                Assert.Empty(folder.EnumerateFileSystemInfos());
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("list")]
    [InlineData("refresh", "--all")]
    [InlineData("verify", "--all")]
    public async Task Whoever_asked_for_json_gets_the_refusal_as_json(params string[] verb)
    {
        var nowhere = Path.Combine(Path.GetTempPath(), $"tern-nowhere-{Path.GetRandomFileName()}");

        var (exit, output, error) = await TernProcess.RunAsync(nowhere, ElsewhereDatabase, ["mailbox", .. verb, "--json"]);

        using var json = JsonDocument.Parse(output);
        var fault = json.RootElement.GetProperty("error");
        Assert.Equal((1, 1, false, 0), (exit, json.RootElement.GetProperty("version").GetInt32(), json.RootElement.GetProperty("ok").GetBoolean(), json.RootElement.GetProperty("mailboxes").GetArrayLength()));
        Assert.Equal("no-installation", fault.GetProperty("code").GetString());
        Assert.Contains(nowhere, fault.GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Contains("--data", fault.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.Contains(nowhere, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_that_is_there_answers()
    {
        var (exit, output, error) = await App.RunTernAsync("mailbox", "list", "--json");

        Assert.True(exit == 0, output + error);
    }
}

public sealed class InstallationOnSqlite(SqliteApp app) : InstallationTests<SqliteApp>(app)
{
    protected override string? ElsewhereDatabase => null;

    protected override string Missing => "tern.db is missing";

    [Fact]
    public async Task An_empty_file_is_no_desk()
    {
        var folder = Directory.CreateTempSubdirectory("tern-empty");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "tern.db"), [], Ct);

            var (exit, _, error) = await TernProcess.RunAsync(folder.FullName, database: null, "mailbox", "list");

            Assert.Equal(1, exit);
            Assert.Contains("tern.db has no tables of Tern", error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

public sealed class InstallationOnPostgreSql(PostgreSqlApp app) : InstallationTests<PostgreSqlApp>(app)
{
    protected override string? ElsewhereDatabase => new NpgsqlConnectionStringBuilder(App.DatabaseConnection) { Database = "tern_of_nobody" }.ToString();

    protected override string Missing => "\"tern_of_nobody\"";

    [Fact]
    public async Task A_database_of_somebody_else_is_no_desk()
    {
        var folder = Directory.CreateTempSubdirectory("tern-empty");
        try
        {
            var (exit, _, error) = await TernProcess.RunAsync(
                folder.FullName, new NpgsqlConnectionStringBuilder(App.DatabaseConnection) { Database = "postgres" }.ToString(), "mailbox", "list");

            Assert.Equal(1, exit);
            Assert.Contains("\"postgres\"", error, StringComparison.Ordinal);
            Assert.DoesNotContain("Username", error, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_second_node_with_a_new_directory_finds_the_desk_in_the_database()
    {
        var fresh = Path.Combine(Path.GetTempPath(), $"tern-second-{Path.GetRandomFileName()}");
        try
        {
            var (exit, output, error) = await TernProcess.RunAsync(fresh, App.DatabaseConnection, "mailbox", "list");

            Assert.True(exit == 0, output + error);
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }
}
