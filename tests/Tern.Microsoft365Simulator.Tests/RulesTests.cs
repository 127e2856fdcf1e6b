using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Tests;

/// <summary>RULES.md says what holds and which test shows it; here it is held to its word.</summary>
public sealed partial class RulesTests
{
    private static readonly IReadOnlyList<Table> Tables = Read();

    [Fact]
    public void Every_rule_names_a_test_that_exists_or_says_why_it_is_not_modelled()
    {
        var problems = new List<string>();
        foreach (var row in Rules())
        {
            problems.AddRange(Unknown(row.Shown).Select(name => $"There is no test {name}: {row.Rule}"));
            if (!Test().IsMatch(row.Shown) && !IsNotModelled(row.Shown))
            {
                problems.Add($"Neither a test nor a reason: {row.Rule}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void No_rule_is_listed_twice_in_its_section()
    {
        var twice = Rules().GroupBy(r => (r.Section, r.Rule)).Where(g => g.Count() > 1).Select(g => $"{g.Key.Section}: {g.Key.Rule}");
        Assert.Empty(twice);
    }

    [Fact]
    public void Sections_have_as_many_rules_as_is_said()
    {
        var counted = Rules().GroupBy(r => r.Section).Select(g => $"{g.Key} | {g.Count()} | {g.Count(r => !IsNotModelled(r.Shown))} | {g.Count(r => IsNotModelled(r.Shown))}");
        var said = Rows("section").Select(cells => string.Join(" | ", cells));
        Assert.Equal(counted.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_not_confirmed_is_a_switch_with_a_test_or_says_why_not()
    {
        var switches = typeof(Settings).GetProperties().Concat(typeof(Microsoft365Simulator.Entra.Tenant).GetProperties()).Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var problems = new List<string>();
        foreach (var cells in Rows("not confirmed"))
        {
            var (fact, named, shown) = (cells[0], Name().Matches(cells[1]).Select(m => m.Groups["name"].Value).ToList(), cells[2]);
            problems.AddRange(named.Where(n => !switches.Contains(n)).Select(n => $"There is no switch {n}: {fact}"));
            problems.AddRange(Unknown(shown).Select(name => $"There is no test {name}: {fact}"));
            if ((named.Count == 0 || !Test().IsMatch(shown)) && !IsNotModelled(shown))
            {
                problems.Add($"Neither a switch with its test nor a reason: {fact}");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.NotEmpty(Rows("not confirmed"));
    }

    [Fact]
    public void Every_setting_stands_in_the_README()
    {
        var readme = File.ReadAllText(Checkout.At("simulator/Tern.Microsoft365Simulator/README.md"));
        // Whether there is a network has an address of its own.
        var missing = typeof(Settings).GetProperties().Select(NameOf).Where(n => n != "networkDown" && !readme.Contains($"`{n}`", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    private static bool IsNotModelled(string shown) => shown.StartsWith("not modelled: ", StringComparison.Ordinal);

    private static IEnumerable<string> Unknown(string shown)
    {
        var tests = typeof(RulesTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(m => m.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(m => $"{type.Name}.{m.Name}"))
            .ToHashSet(StringComparer.Ordinal);
        return Test().Matches(shown).Select(m => m.Groups["name"].Value).Where(name => !tests.Contains(name));
    }

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static IEnumerable<string[]> Rows(string head) => Tables.Where(t => t.Head == head).SelectMany(t => t.Rows);

    // A rule of section 1 begins with its number; elsewhere the heading has it.
    private static IEnumerable<(string Section, string Rule, string Shown)> Rules() => Tables.Where(t => t.Head == "rule").SelectMany(t => t.Rows.Select(cells =>
        (OfSectionOne().Match(cells[0]) is { Success: true } number ? number.Value : t.Section, cells[0], cells[^1])));

    private static List<Table> Read()
    {
        var tables = new List<Table>();
        var (heading, isInTable) = (string.Empty, false);
        foreach (var line in File.ReadLines(Checkout.At("simulator/Tern.Microsoft365Simulator/RULES.md")))
        {
            if (line.StartsWith("##", StringComparison.Ordinal))
            {
                heading = line.TrimStart('#', ' ');
            }

            if (!line.StartsWith('|'))
            {
                isInTable = false;
            }
            else if (!isInTable)
            {
                tables.Add(new Table(Numbered().Match(heading) is { Success: true } number ? number.Value : heading, Cells(line)[0], []));
                isInTable = true;
            }
            else if (!line.StartsWith("|-", StringComparison.Ordinal))
            {
                tables[^1].Rows.Add(Cells(line));
            }
        }

        return tables;
    }

    private static string[] Cells(string line) => [.. line.Trim().TrimStart('|').TrimEnd('|').Split(" | ").Select(c => c.Trim())];

    private sealed record Table(string Section, string Head, List<string[]> Rows);

    [GeneratedRegex("`(?<name>\\w+Tests\\.\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Test();

    [GeneratedRegex("`(?<name>[a-z]\\w+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^1\\.\\d+(?= )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OfSectionOne();

    [GeneratedRegex("^\\d+(\\.\\d+)?(?= )", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();
}
