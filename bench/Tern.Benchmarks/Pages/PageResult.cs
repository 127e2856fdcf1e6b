namespace Tern.Benchmarks.Pages;

/// <summary>One page asked for many times.</summary>
internal sealed record PageResult(Database Database, string Page, int Clients, double P50, double P95, double CpuMilliseconds, double DatabaseMilliseconds, double PagesPerSecond, int Bytes);
