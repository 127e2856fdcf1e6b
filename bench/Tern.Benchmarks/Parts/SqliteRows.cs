using Microsoft.Data.Sqlite;
using Tern.Benchmarks.Machine;
using Tern.Reliability.Processes;

namespace Tern.Benchmarks.Parts;

/// <summary>The same rows into an empty SQLite file of the same schema: prepared statements, one transaction a batch, as durable as the desk's.</summary>
internal sealed class SqliteRows(WorkFolder work)
{
    /// <param name="filled">The desk's file with the rows.</param>
    /// <param name="empty">A file that has the tables only.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<RowCost> RunAsync(string filled, string empty, CancellationToken cancellationToken)
    {
        await using var source = new SqliteConnection($"Data Source={filled};Mode=ReadOnly;Pooling=False");
        await source.OpenAsync(cancellationToken);
        var rows = await RowSet.ReadAsync(source, cancellationToken);
        var run = 0;
        var milliseconds = await OwnCost.MillisecondsAsync(async () =>
        {
            var copy = work.Combine($"rows-{run++}.db");
            File.Copy(empty, copy, overwrite: true);
            await WriteAsync(copy, rows, cancellationToken);
        });
        return new RowCost(milliseconds / rows.Mails, 0);
    }

    private static async Task WriteAsync(string path, RowSet rows, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Foreign Keys=True;Pooling=False");
        await connection.OpenAsync(cancellationToken);
        await using (var pragmas = connection.CreateCommand())
        {
            pragmas.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";
            await pragmas.ExecuteNonQueryAsync(cancellationToken);
        }

        var commands = rows.Tables.Select(table => Prepare(connection, table)).ToList();
        for (var batch = 0; batch < rows.Batches; batch++)
        {
            await using var transaction = connection.BeginTransaction();
            foreach (var (table, command) in rows.Tables.Zip(commands))
            {
                command.Transaction = transaction;
                foreach (var row in table.Batch(batch))
                {
                    for (var i = 0; i < row.Length; i++)
                    {
                        command.Parameters[i].Value = row[i];
                    }

                    await command.ExecuteNonQueryAsync(cancellationToken);
                }
            }

            await transaction.CommitAsync(cancellationToken);
        }

        foreach (var command in commands)
        {
            await command.DisposeAsync();
        }
    }

    private static SqliteCommand Prepare(SqliteConnection connection, Table table)
    {
        var command = connection.CreateCommand();
        command.CommandText = table.Insert;
        for (var i = 0; i < table.Columns.Count; i++)
        {
            command.Parameters.Add(new SqliteParameter($"@p{i}", DBNull.Value));
        }

        return command;
    }
}
