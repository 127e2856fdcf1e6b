using Microsoft.EntityFrameworkCore;
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
}
