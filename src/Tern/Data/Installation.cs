using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Tern.Data.PostgreSql;
using Tern.Data.Sqlite;
using Tern.Hosting;

namespace Tern.Data;

/// <summary>Tells whether there is a Tern at all where a command was sent to look. It makes nothing: a mistyped directory must not pass for an empty desk.</summary>
internal sealed class Installation(IDbContextFactory<TernDbContext> contexts, DataDirectory directory)
{
    /// <summary>What an operator does about it.</summary>
    internal const string Remedy =
        "Name the data directory of your Tern with --data DIR or TERN_DATA. A new Tern is made by \"tern serve\", \"tern migrate\", \"tern user add\" or \"tern mailbox connect\".";

    /// <returns>Null where there is one; otherwise a sentence that says where it was looked for and what is missing.</returns>
    internal async Task<string?> MissingAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!db.Database.IsSqlite())
        {
            // Where PostgreSQL is used it decides: the directory of a second node may be new.
            return await HoldsTernAsync(db, cancellationToken)
                ? null
                : $"There is no Tern in the PostgreSQL database {PostgreSqlDatabase.NameOf(db)}, which the setting Database names (tern.json in {directory.FullPath}, or TERN_Database): it is not there, or has no tables of Tern.";
        }

        if (!directory.Exists)
        {
            return $"There is no Tern in {directory.FullPath}: the directory does not exist, or the user \"{Environment.UserName}\" may not see it.";
        }

        // Opening a file that is not there would make it.
        if (!File.Exists(directory.Combine(SqliteDatabase.FileName)))
        {
            return $"There is no Tern in {directory.FullPath}: the database {SqliteDatabase.FileName} is missing, and no setting names another.";
        }

        return await HoldsTernAsync(db, cancellationToken) ? null : $"There is no Tern in {directory.FullPath}: its database {SqliteDatabase.FileName} has no tables of Tern.";
    }

    private static async Task<bool> HoldsTernAsync(TernDbContext db, CancellationToken cancellationToken) =>
        await db.GetService<IHistoryRepository>().ExistsAsync(cancellationToken) && (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
}
