using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Tern.Data.Sqlite;

/// <summary>
/// Migrates in whole transactions. Where a table must be rebuilt EF Core switches foreign keys off around it, which SQLite allows only between transactions:
/// a process killed there would leave a database that is neither old nor new, and no start could migrate it any more. So they are off before it begins.
/// </summary>
internal static class SqliteWholeMigration
{
    internal static async Task RunAsync(TernDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken); // kept open: the setting is the connection's
        try
        {
            await db.Database.ExecuteSqlAsync($"PRAGMA foreign_keys = 0", cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
        }
        finally
        {
            // The connection goes back to the pool, to somebody who relies upon them.
            await db.Database.ExecuteSqlAsync($"PRAGMA foreign_keys = 1", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Leaves out the switching where foreign keys are off already. Whoever migrates otherwise, as the migration tool does, gets what EF Core writes.</summary>
    internal sealed class Generator(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
        : SqliteMigrationsSqlGenerator(dependencies, annotations)
    {
        protected override void Generate(SqlOperation operation, IModel? model, MigrationCommandListBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(operation);
            if (!operation.SuppressTransaction || !operation.Sql.StartsWith("PRAGMA foreign_keys", StringComparison.Ordinal) || AreOn(Dependencies.CurrentContext.Context.Database.GetDbConnection()))
            {
                base.Generate(operation, model, builder);
            }
        }

        private static bool AreOn(DbConnection connection)
        {
            if (connection.State != ConnectionState.Open)
            {
                return true;
            }

            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys";
            return command.ExecuteScalar() is not 0L;
        }
    }
}
