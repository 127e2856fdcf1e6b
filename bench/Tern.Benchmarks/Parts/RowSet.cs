using System.Data.Common;

namespace Tern.Benchmarks.Parts;

/// <summary>The rows that the desk wrote for its mails, in batches of as many mails as the desk takes, and in an order that keeps every foreign key.</summary>
internal sealed class RowSet
{
    private const int MailsOfBatch = 50;

    private static readonly string[] TableNames =
        ["customers", "customer_addresses", "tickets", "messages", "attachments", "message_references", "participants", "ticket_events", "intake"];

    private RowSet(IReadOnlyList<Table> tables, int mails)
    {
        Tables = tables;
        Mails = mails;
    }

    internal IReadOnlyList<Table> Tables { get; }

    internal int Mails { get; }

    internal int Batches => (Mails + MailsOfBatch - 1) / MailsOfBatch;

    internal static async Task<RowSet> ReadAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var tables = new Dictionary<string, Table>();
        foreach (var name in TableNames)
        {
            tables.Add(name, await Table.ReadAsync(connection, name, cancellationToken));
        }

        var places = new Places();
        var (messages, tickets) = (tables["messages"], tables["tickets"]);
        for (var i = 0; i < messages.Rows.Count; i++)
        {
            places.Put(messages, messages.Rows[i], "id", i / MailsOfBatch);
            places.Put(messages, messages.Rows[i], "ticket_id", i / MailsOfBatch);
        }

        foreach (var ticket in tickets.Rows)
        {
            places.Put(tickets, ticket, "customer_id", places.Of(tickets, ticket));
        }

        foreach (var table in tables.Values)
        {
            table.Split((messages.Rows.Count + MailsOfBatch - 1) / MailsOfBatch, row => places.Of(table, row));
        }

        return new RowSet([.. tables.Values], messages.Rows.Count);
    }

    /// <summary>In which batch an id was first needed.</summary>
    private sealed class Places
    {
        private static readonly string[] Links = ["message_id", "ticket_id", "customer_id", "id"];
        private readonly Dictionary<object, int> _first = [];

        internal void Put(Table table, object[] row, string column, int batch)
        {
            var id = row[table.Columns.IndexOf(column)];
            if (id is not DBNull && (!_first.TryGetValue(id, out var before) || batch < before))
            {
                _first[id] = batch;
            }
        }

        internal int Of(Table table, object[] row)
        {
            var links = table.Name is "tickets" or "customers" or "messages" ? ["id"] : Links;
            foreach (var column in links.Where(table.Columns.Contains))
            {
                if (_first.TryGetValue(row[table.Columns.IndexOf(column)], out var batch))
                {
                    return batch;
                }
            }

            return 0;
        }
    }
}
