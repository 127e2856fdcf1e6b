using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Tern.Data.Sqlite;

/// <summary>What is done to a SQLite file before it is migrated: a copy is kept, and a mark left by a killed migration is taken off.</summary>
internal static class SqliteBeforeMigration
{
    internal static async Task PrepareAsync(TernDbContext db, string path, string firstMigration, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        if (applied.Any())
        {
            await CopyAsync(path, $"{path}.before-{firstMigration}", cancellationToken);
        }

        await ClearStaleMarkAsync(db, cancellationToken);
    }

    private static async Task CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        // The backup interface copies a consistent state together with what is still in the write-ahead log.
        await using var source = new SqliteConnection(SqliteDatabase.ConnectionString(from));
        await using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        await source.OpenAsync(cancellationToken);
        await target.OpenAsync(cancellationToken);
        source.BackupDatabase(target);
    }

    // EF Core marks a running migration by a row, which a killed process leaves behind and everyone after it waits for without end
    // (dotnet/efcore #38958). Whoever holds our own lock knows that nobody is migrating.
    private static async Task ClearStaleMarkAsync(TernDbContext db, CancellationToken cancellationToken)
    {
        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'")
            .SingleAsync(cancellationToken);
        if (tables > 0)
        {
            await db.Database.ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock", cancellationToken);
        }
    }
}
