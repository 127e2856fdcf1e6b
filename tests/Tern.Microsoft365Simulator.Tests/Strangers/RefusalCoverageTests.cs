using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>For each refusal that stands in the simulator's sources, a test in this folder names it: Microsoft's own client was refused with that code. Entra's codes are counted by <see cref="EveryRefusalTests"/>.</summary>
public sealed partial class RefusalCoverageTests
{
    [Fact]
    public void Every_code_that_Graph_refuses_with_is_met_by_Microsofts_client()
    {
        var tests = Text(Path.Combine(Repository(), "tests", "Tern.Microsoft365Simulator.Tests", "Strangers"));
        var codes = GraphCode().Matches(Text(Sources())).Select(m => m.Groups["code"].Value).Distinct().Order(StringComparer.Ordinal).ToList();

        Assert.InRange(codes.Count, 30, 200);
        Assert.DoesNotContain(codes, code => !tests.Contains($"\"{code}\"", StringComparison.Ordinal));
    }

    private static string Sources() => Path.Combine(Repository(), "simulator", "Tern.Microsoft365Simulator");

    private static string Text(string folder) => string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
        .Where(path => Path.GetFileName(path) != $"{nameof(RefusalCoverageTests)}.cs")
        .Select(File.ReadAllText));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the solution.");
        }

        return folder.FullName;
    }

    // new GraphRefusalException(403, "ErrorAccessDenied", …), also over two lines.
    [GeneratedRegex("""(?:new GraphRefusalException|GraphAnswers\.Refusal)\([^"]*?"(?<code>[A-Za-z_]+)"\s*,""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex GraphCode();
}
