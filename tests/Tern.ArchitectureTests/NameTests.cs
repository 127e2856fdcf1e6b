using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>Names that say nothing hide what a type does.</summary>
public sealed partial class NameTests
{
    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Found.Nothing(
            House.Types.Where(t => SaysNothing().IsMatch(t.Name)).Select(t => t.FullName!),
            "Name the type after what it is or does in the field's own words:");

    [Fact]
    public void Tests_are_sentences() =>
        Found.Nothing(
            from file in Repository.Sources
            where file.StartsWith("tests/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
            from Match test in TestMethod().Matches(Repository.Text(file))
            where !test.Groups["name"].Value.Contains('_', StringComparison.Ordinal)
            select $"{file}: {test.Groups["name"].Value}",
            "A test is named by the outcome it shows, in words with underscores:");

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Processor|Wrapper|Info)(`\d+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex SaysNothing();

    [GeneratedRegex(@"\[(Fact|Theory)\b[^\]]*\](\s*\[[^\]]*\])*\s*public\s+(static\s+)?(async\s+)?[\w<>]+\s+(?<name>\w+)\(", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex TestMethod();
}
