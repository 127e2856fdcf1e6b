using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>docs/decisions/mail-channel-defects.md: every known defect stands there once, and what is said to prevent it exists.</summary>
public sealed partial class DefectTableTests
{
    private const string File = "docs/decisions/mail-channel-defects.md";

    private static readonly (char Group, int Count)[] Groups = [('A', 12), ('B', 12), ('C', 18), ('D', 20), ('E', 17), ('F', 16), ('G', 12), ('H', 6)];

    [Fact]
    public void Every_defect_stands_there_once_and_in_order() =>
        Assert.Equal(
            Groups.SelectMany(g => Enumerable.Range(1, g.Count).Select(n => $"{g.Group}{n}")),
            Row().Matches(Repository.Text(File)).Select(m => m.Groups["number"].Value));

    [Fact]
    public void Every_test_that_is_named_there_exists()
    {
        var tests = Repository.Files.Where(f => f.StartsWith("tests/", StringComparison.Ordinal) && (f.EndsWith("Tests.cs", StringComparison.Ordinal) || f.EndsWith("Scenarios.cs", StringComparison.Ordinal))).ToLookup(f => Path.GetFileNameWithoutExtension(f), Repository.Text);

        Found.Nothing(
            Named().Matches(Repository.Text(File)).Select(m => m.Value.Trim('`')).Distinct().Where(name => !Exists(name.Split('.'))),
            "Tests named in the table of defects that do not exist:");

        bool Exists(string[] name) => tests[name[0]].Any(text => name.Length == 1 || text.Contains($" {name[1]}(", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<number>[A-H]\d+) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`[A-Z]\w+(Tests|Scenarios)(\.\w+)?`", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Named();
}
