namespace Tern.Benchmarks;

/// <summary>What is measured, and how much of it.</summary>
internal sealed record BenchPlan
{
    public required string Generator { get; init; }

    public required IReadOnlyList<Part> Parts { get; init; }

    public required IReadOnlyList<Database> Databases { get; init; }

    public required int Mails { get; init; }

    public required int Tickets { get; init; }

    public required int Requests { get; init; }

    public required int Rounds { get; init; }
}

/// <summary>A part of the table.</summary>
internal enum Part
{
    Mail,
    Pages,
    Parts,
}

internal enum Database
{
    Sqlite,
    PostgreSql,
}
