namespace Tern.ArchitectureTests;

/// <summary>Says what breaks a rule, one finding a line, and what to do instead.</summary>
internal static class Found
{
    internal static void Nothing(IEnumerable<object> findings, string rule)
    {
        var lines = findings.Select(f => f.ToString()).Distinct().Order(StringComparer.Ordinal).ToArray();
        Assert.True(lines.Length == 0, $"{rule}\n  {string.Join("\n  ", lines)}");
    }
}
