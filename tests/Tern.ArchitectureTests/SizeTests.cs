namespace Tern.ArchitectureTests;

/// <summary>A file is read from top to bottom by somebody who has something else to do.</summary>
public sealed class SizeTests
{
    private const int SourceLines = 400;
    private const int TestLines = 600;

    [Fact]
    public void No_source_file_is_longer_than_400_lines() => Check(Repository.ProductSources, SourceLines);

    [Fact]
    public void No_test_file_is_longer_than_600_lines() => Check(Repository.Sources.Where(f => f.StartsWith("tests/", StringComparison.Ordinal)), TestLines);

    private static void Check(IEnumerable<string> files, int limit) =>
        Found.Nothing(
            files.Select(f => (File: f, Lines: Repository.Lines(f).Length)).Where(f => f.Lines > limit).Select(f => $"{f.File}: {f.Lines} lines"),
            $"Over {limit} lines; find the second thing the file does and give it its own:");
}
