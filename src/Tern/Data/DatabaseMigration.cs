using Microsoft.EntityFrameworkCore;
using Tern.Data.Sqlite;
using Tern.Hosting;

namespace Tern.Data;

/// <summary>Brings the database to the model of this program, one process at a time, and keeps a copy of a SQLite file from before.</summary>
internal sealed class DatabaseMigration(
    IDbContextFactory<TernDbContext> contexts,
    DataDirectory directory,
    TimeProvider time,
    ILogger<DatabaseMigration> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>True once this process has seen the database at the model it was built for.</summary>
    internal bool IsDone { get; private set; }

    /// <returns>The names of the migrations applied, oldest first; empty when nothing was to be done.</returns>
    internal async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var mine = await TakeLockAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var pending = (await db.Database.GetPendingMigrationsAsync(cancellationToken)).ToList();
        if (pending.Count > 0)
        {
            Log.Migrating(logger, pending.Count, pending[^1]);
            if (db.Database.IsSqlite())
            {
                await SqliteBeforeMigration.PrepareAsync(db, directory.Combine(SqliteDatabase.FileName), pending[0], cancellationToken);
                await SqliteWholeMigration.RunAsync(db, cancellationToken);
            }
            else
            {
                await db.Database.MigrateAsync(cancellationToken);
            }
        }

        IsDone = true;
        return pending;
    }

    private async Task<FileStream> TakeLockAsync(CancellationToken cancellationToken)
    {
        var path = directory.Combine("migrate.lock");
        var giveUp = time.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                // The operating system lets go when the process dies, however it dies.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
            }
            catch (IOException) when (time.GetUtcNow() < giveUp)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
