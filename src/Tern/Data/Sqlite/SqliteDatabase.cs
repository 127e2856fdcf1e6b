using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Tern.Data.Sqlite;

/// <summary>How a connection to the file is made, in one place: write-ahead log, foreign keys, and waiting for the other writer.</summary>
internal static class SqliteDatabase
{
    internal const string FileName = "tern.db";

    internal static string ConnectionString(string path) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        ForeignKeys = true,
        Pooling = true,
        // Microsoft.Data.Sqlite waits this long for a busy database, by trying again.
        DefaultTimeout = 30,
    }.ToString();

    internal static void Configure(DbContextOptionsBuilder options, string path) => options
        .UseSqlite(ConnectionString(path))
        .ReplaceService<IMigrationsSqlGenerator, SqliteWholeMigration.Generator>()
        .AddInterceptors(Pragmas.Instance);

    /// <summary>Settings of a connection, made once for each physical one: pooled connections come back thousands of times.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        internal static readonly Pragmas Instance = new();
        private static readonly object Done = new();
        private readonly ConditionalWeakTable<object, object> _prepared = [];

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare((SqliteConnection)connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Prepare((SqliteConnection)connection);
            return Task.CompletedTask;
        }

        private void Prepare(SqliteConnection connection)
        {
            if (!_prepared.TryAdd(connection.Handle!, Done))
            {
                return;
            }

            using var command = connection.CreateCommand();

            // EF Core looks whether the file is there through a connection that may not write, and a file that is not in this mode yet cannot be put into it by that.
            var journal = new SqliteConnectionStringBuilder(connection.ConnectionString).Mode == SqliteOpenMode.ReadOnly ? "" : "PRAGMA journal_mode=WAL; ";

            // FULL keeps what was committed also when the power fails: a cursor that moved must not outlive the mails before it.
            command.CommandText = $"{journal}PRAGMA synchronous=FULL; PRAGMA busy_timeout=30000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";
            command.ExecuteNonQuery();
        }
    }
}
