using System.Data.Common;

namespace Tern.Benchmarks.Parts;

/// <summary>One table's rows as they came out of the database.</summary>
internal sealed class Table
{
    private readonly List<List<object[]>> _batches = [];

    private Table(string name, List<string> columns, List<object[]> rows)
    {
        Name = name;
        Columns = columns;
        Rows = rows;
    }

    internal string Name { get; }

    internal List<string> Columns { get; }

    internal List<object[]> Rows { get; }

    internal string Insert => $"INSERT INTO {Name} ({string.Join(", ", Columns.Select(column => $"\"{column}\""))}) VALUES ({string.Join(", ", Columns.Select((_, i) => $"@p{i}"))})";

    internal IReadOnlyList<object[]> Batch(int number) => _batches[number];

    internal static async Task<Table> ReadAsync(DbConnection connection, string name, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = name == "messages" ? "SELECT * FROM messages ORDER BY created_at, id" : $"SELECT * FROM {name}";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<object[]>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var row = new object[columns.Count];
            reader.GetValues(row);
            rows.Add(row);
        }

        return new Table(name, columns, rows);
    }

    internal void Split(int batches, Func<object[], int> batchOf)
    {
        _batches.AddRange(Enumerable.Range(0, batches).Select(_ => new List<object[]>()));
        foreach (var row in Rows)
        {
            _batches[batchOf(row)].Add(row);
        }
    }
}
