using System.Text.RegularExpressions;

namespace Tern.Microsoft365Simulator.Tests;

/// <summary>RULES.md says what holds and which test shows it; here it is held to its word.</summary>
public sealed partial class RulesTests
{
    [Fact]
    public void Every_rule_names_a_test_that_exists_or_says_why_it_is_not_modelled()
    {
        var tests = typeof(RulesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(m => $"{type.Name}.{m.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var row in Rows())
        {
            var named = Test().Matches(row.Shown).Select(m => m.Groups["name"].Value).ToList();
            problems.AddRange(named.Where(name => !tests.Contains(name)).Select(name => $"There is no test {name}: {row.Rule}"));
            if (named.Count == 0 && !row.Shown.StartsWith("not modelled: ", StringComparison.Ordinal))
            {
                problems.Add($"Neither a test nor a reason: {row.Rule}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    private static IEnumerable<(string Rule, string Shown)> Rows() => File.ReadLines(Path.Combine(Repository(), "simulator", "Tern.Microsoft365Simulator", "RULES.md"))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| rule |", StringComparison.Ordinal))
        .Select(line => line.Split(" | "))
        .Select(cells => (cells[0].TrimStart('|').Trim(), cells[^1].TrimEnd('|').Trim()));

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tern.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run below the solution.");
        }

        return folder.FullName;
    }

    [GeneratedRegex("`(?<name>\\w+Tests\\.\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();
}
