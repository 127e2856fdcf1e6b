using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Tern.Data;
using Tern.Data.PostgreSql;
using Tern.Data.Sqlite;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Data;

public sealed class MigrationTests(SqliteApp app) : DeskTests<SqliteApp>(app)
{
    [Fact]
    public void Both_databases_have_a_migration_for_everything_in_the_model()
    {
        using var sqlite = new SqliteDesignTimeFactory().CreateDbContext([]);
        using var postgreSql = new PostgreSqlDesignTimeFactory().CreateDbContext([]);
        Assert.False(sqlite.Database.HasPendingModelChanges(), "SQLite: run eng/add-migration.sh");
        Assert.False(postgreSql.Database.HasPendingModelChanges(), "PostgreSQL: run eng/add-migration.sh");
    }

    [Fact]
    public async Task A_migrated_database_is_left_alone() =>
        Assert.Empty(await App.Services.GetRequiredService<DatabaseMigration>().RunAsync(Ct));

    [Fact]
    public async Task The_file_is_in_write_ahead_mode_and_checks_its_keys()
    {
        await using var db = App.Database();
        Assert.Equal("wal", (await db.Database.SqlQuery<string>($"SELECT journal_mode AS Value FROM pragma_journal_mode").ToListAsync(Ct)).Single());
        Assert.Equal(1, (await db.Database.SqlQuery<int>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").ToListAsync(Ct)).Single());
    }

    [Fact]
    public async Task Making_a_database_has_nothing_to_warn_of()
    {
        var fresh = Path.Combine(Path.GetTempPath(), $"tern-fresh-{Path.GetRandomFileName()}");
        try
        {
            var (exit, output, error) = await TernProcess.RunAsync(fresh, database: null, "migrate");

            Assert.Equal((0, ""), (exit, error));
            Assert.EndsWith("applied\n", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(fresh, recursive: true);
        }
    }

    [Fact]
    public async Task A_migration_that_breaks_off_leaves_nothing_half_done_and_runs_through_once_it_can() => await App.WithoutServerAsync(async services =>
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync(Ct);
        await db.GetService<IMigrator>().MigrateAsync("Start", Ct);
        var before = await SchemaAsync(db);

        // SQLite gives no table a name that a view already waits for: so it breaks off in the middle of rebuilding this one.
        await db.Database.ExecuteSqlAsync($"CREATE VIEW in_the_way AS SELECT id FROM tickets", Ct);
        var migration = services.GetRequiredService<DatabaseMigration>();
        await Assert.ThrowsAnyAsync<DbException>(() => migration.RunAsync(Ct));
        await db.Database.ExecuteSqlAsync($"DROP VIEW in_the_way", Ct);

        Assert.Equal(before, await SchemaAsync(db));
        Assert.NotEmpty(await migration.RunAsync(Ct));
        Assert.Equal(1, (await db.Database.SqlQuery<int>($"SELECT foreign_keys AS Value FROM pragma_foreign_keys").ToListAsync(Ct)).Single());
    });

    private static Task<List<string>> SchemaAsync(TernDbContext db) =>
        db.Database.SqlQuery<string>($"SELECT sql AS Value FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '!_!_%' ESCAPE '!' ORDER BY name").ToListAsync(Ct);
}
