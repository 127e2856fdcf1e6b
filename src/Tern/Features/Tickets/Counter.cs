namespace Tern.Features.Tickets;

/// <summary>The last ticket number given out. A row, because SQLite has no sequences and a sequence of PostgreSQL would leave gaps.</summary>
internal sealed class Counter
{
    internal const string Tickets = "tickets";

    public required string Name { get; init; }

    public long Value { get; private set; }
}
