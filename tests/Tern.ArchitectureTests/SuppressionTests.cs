using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>Analyzers are switched off rarely, and never without a reason.</summary>
public sealed partial class SuppressionTests
{
    private const int Budget = 10;

    /// <summary>
    /// Where everything may be caught: the HTTP pipeline, the runner loop and the guard of one message, each with a log event. The token flight hands on
    /// what it caught to everybody who waits for it.
    /// </summary>
    private static readonly string[] Guards =
    [
        "src/Tern/Web/Problems.cs",
        "src/Tern/Features/Mailboxes/Engine/MailDelivery.cs",
        "src/Tern/Features/Mailboxes/Engine/OutboxTable.cs",
        "src/Tern.MailEngine/Running/MailboxRunner.cs",
        "src/Tern.MailEngine/Running/MailboxCheck.cs",
        "src/Tern.MailEngine/Running/MailboxHost.cs",
        "src/Tern.MailEngine/Tokens/GrantTokens.cs",
    ];

    [Fact]
    public void Everything_is_caught_only_in_the_known_guards() =>
        Found.Nothing(
            Repository.LinesMatching(ProductCode, CatchAllAllowed()).Where(line => !Guards.Any(g => line.StartsWith(g + ":", StringComparison.Ordinal))),
            "A catch of everything hides what the class of an error decides; catch the family (docs/decisions, errors):");

    [Fact]
    public void Every_known_guard_still_catches_everything() =>
        Found.Nothing(
            Guards.Where(g => !File.Exists(Repository.FullPath(g)) || !Regex.IsMatch(Repository.Text(g), @"catch \(Exception\b", RegexOptions.NonBacktracking)),
            "The list of guards names a file that has none any more:");

    [Fact]
    public void The_product_has_at_most_ten_other_suppressions()
    {
        var suppressions = Repository.LinesMatching(ProductCode, Suppression());
        Assert.True(suppressions.Length <= Budget, $"{suppressions.Length} suppressions, {Budget} are the budget:\n  {string.Join("\n  ", suppressions)}");
    }

    [Fact]
    public void Every_suppression_in_code_says_why() =>
        Found.Nothing(
            from file in Repository.Sources.Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            from line in Repository.Lines(file).Index()
            where UnexplainedPragma().IsMatch(line.Item) && !Repository.Lines(file)[line.Index - 1].TrimStart().StartsWith("//", StringComparison.Ordinal)
            select $"{file}:{line.Index + 1}",
            "Write the reason behind the pragma, or in the line above it:");

    [Fact]
    public void Nullable_stays_on_everywhere() =>
        Found.Nothing(Repository.LinesMatching(Repository.Sources, NullableOff()), "Say what is null instead:");

    [Fact]
    public void Every_rule_that_is_switched_off_has_a_comment_above() =>
        Found.Nothing(
            from file in Repository.Files.Where(f => f.EndsWith(".globalconfig", StringComparison.Ordinal))
            from block in Blocks(Repository.Lines(file))
            where !block[0].StartsWith('#')
            from line in block.Where(l => l.StartsWith("dotnet_diagnostic.", StringComparison.Ordinal))
            select $"{file}: {line}",
            "Say above the line why the rule is off:");

    [Fact]
    public void Every_warning_that_a_project_switches_off_has_a_comment_above() =>
        Found.Nothing(
            from file in Repository.Files.Where(f => f.EndsWith("proj", StringComparison.Ordinal) || f.EndsWith(".props", StringComparison.Ordinal))
            from line in Repository.Lines(file).Index()
            where line.Item.Contains("<NoWarn>", StringComparison.Ordinal) && !line.Item.Contains(".Replace(", StringComparison.Ordinal)
            where line.Index == 0 || !Repository.Lines(file)[line.Index - 1].TrimEnd().EndsWith("-->", StringComparison.Ordinal)
            select $"{file}:{line.Index + 1}",
            "Say above the line why the warning is off:");

    private static IEnumerable<string> ProductCode => Repository.ProductSources.Where(f => f.StartsWith("src/", StringComparison.Ordinal) && f.EndsWith(".cs", StringComparison.Ordinal));

    /// <summary>A comment and the rules it speaks for, up to the next comment or empty line.</summary>
    private static IEnumerable<List<string>> Blocks(string[] lines)
    {
        List<string> block = [];
        foreach (var line in lines)
        {
            var startsAnother = line.Length == 0 || (line.StartsWith('#') && block.Count > 0 && !block[^1].StartsWith('#'));
            if (startsAnother && block.Count > 0)
            {
                yield return block;
                block = [];
            }

            if (line.Length > 0)
            {
                block.Add(line);
            }
        }

        if (block.Count > 0)
        {
            yield return block;
        }
    }

    [GeneratedRegex(@"#pragma warning disable CA1031\b", RegexOptions.ExplicitCapture)]
    private static partial Regex CatchAllAllowed();

    [GeneratedRegex(@"^\s*#pragma warning disable (?!CA1031\b)|^\s*\[(assembly: |module: )?(Unconditional)?SuppressMessage\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Suppression();

    [GeneratedRegex(@"^\s*#pragma warning disable (?!.*// \S)", RegexOptions.ExplicitCapture)]
    private static partial Regex UnexplainedPragma();

    [GeneratedRegex(@"^\s*#nullable disable", RegexOptions.ExplicitCapture)]
    private static partial Regex NullableOff();
}
