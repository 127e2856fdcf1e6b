namespace Tern.Benchmarks.Parts;

/// <summary>CPU milliseconds per mail of the bare parts, each alone in a warm process. Server is what the database server adds.</summary>
internal sealed record PartCosts(double Parsing, double Reading, double Fetching, double Storing)
{
    internal double Sum(RowCost rows) => Parsing + Fetching + Storing + rows.Client;
}

/// <summary>The rows of a mail by plain ADO.NET: in the writing process, and in the server where there is one.</summary>
internal sealed record RowCost(double Client, double Server);
