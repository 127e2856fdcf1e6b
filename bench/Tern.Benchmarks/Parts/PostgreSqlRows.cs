using Npgsql;
using Tern.Benchmarks.Machine;
using Tern.Benchmarks.Running;

namespace Tern.Benchmarks.Parts;

/// <summary>The same rows into an empty PostgreSQL database of the same schema: prepared statements, one round trip a table, one transaction a batch.</summary>
internal sealed class PostgreSqlRows(PostgresCluster cluster)
{
    /// <param name="filled">Leads to the desk's database with the rows.</param>
    /// <param name="empty">The name of a database that has the tables only.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<RowCost> RunAsync(string filled, string empty, CancellationToken cancellationToken)
    {
        await using var source = new NpgsqlConnection(filled);
        await source.OpenAsync(cancellationToken);
        var rows = await RowSet.ReadAsync(source, cancellationToken);
        var run = 0;
        var server = double.MaxValue;
        var client = await OwnCost.MillisecondsAsync(async () =>
        {
            var target = await cluster.CreateAsync($"rows_{run++}", cancellationToken, template: empty);
            var before = cluster.Cpu;
            await WriteAsync(target, rows, cancellationToken);
            server = Math.Min(server, (cluster.Cpu - before).TotalMilliseconds);
        });
        return new RowCost(client / rows.Mails, server / rows.Mails);
    }

    private static async Task WriteAsync(string target, RowSet rows, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(target) { MaxAutoPrepare = 50, AutoPrepareMinUsages = 1, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        for (var batch = 0; batch < rows.Batches; batch++)
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            foreach (var table in rows.Tables.Where(table => table.Batch(batch).Count > 0))
            {
                await using var inserts = new NpgsqlBatch(connection, transaction);
                var insert = table.Insert;
                foreach (var row in table.Batch(batch))
                {
                    inserts.BatchCommands.Add(Command(insert, row));
                }

                await inserts.ExecuteNonQueryAsync(cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static NpgsqlBatchCommand Command(string insert, object[] row)
    {
        var command = new NpgsqlBatchCommand(insert);
        for (var i = 0; i < row.Length; i++)
        {
            command.Parameters.Add(new NpgsqlParameter($"@p{i}", row[i]));
        }

        return command;
    }
}
