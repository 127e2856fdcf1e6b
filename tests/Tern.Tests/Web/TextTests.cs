using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tern.Tests.Web;

public sealed partial class TextTests
{
    private static readonly string Source = Checkout.At("src/Tern");

    public static TheoryData<string> Components() =>
        [.. Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal) && Path.GetFileName(path) != "_Imports.razor")
            .Select(path => Path.GetRelativePath(Source, path))];

    [Theory]
    [MemberData(nameof(Components))]
    public void No_page_has_words_of_its_own(string component)
    {
        var markup = File.ReadAllText(Path.Combine(Source, component));
        var code = markup.IndexOf("\n@code", StringComparison.Ordinal);
        markup = code < 0 ? markup : markup[..code];
        markup = string.Join('\n', markup.Split('\n').Where(line => !line.StartsWith("@using", StringComparison.Ordinal) && !line.StartsWith("@inject", StringComparison.Ordinal)));
        markup = Comment().Replace(markup, "");
        foreach (Match match in BetweenTags().Matches(markup))
        {
            var text = Expression().Replace(Control().Replace(match.Groups["text"].Value, ""), "");
            Assert.False(Word().IsMatch(text), $"{component}: \"{text.Trim()}\" belongs in a resource.");
        }

        foreach (Match match in ReadAloud().Matches(markup))
        {
            // An expression, or an example address, which is the same in every language.
            Assert.True(match.Groups["value"].Value.Contains('@', StringComparison.Ordinal), $"{component}: \"{match.Value.Trim()}\" belongs in a resource.");
        }
    }

    [Fact]
    public void Every_text_that_is_asked_for_by_name_exists()
    {
        var texts = Directory.EnumerateFiles(Source, "*.resx", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => XDocument.Load(path).Descendants("data").Select(data => data.Attribute("name")!.Value).ToHashSet());
        foreach (var component in Components().Select(row => row.Data))
        {
            var markup = File.ReadAllText(Path.Combine(Source, component));
            if (Localizer().Match(markup) is { Success: true } localizer)
            {
                foreach (Match key in Key().Matches(markup))
                {
                    Assert.True(texts[localizer.Groups["name"].Value].Contains(key.Groups["key"].Value), $"{component}: no text \"{key.Groups["key"].Value}\".");
                }
            }
        }
    }

    [GeneratedRegex("@\\*.*?\\*@", RegexOptions.Singleline, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(">(?<text>[^<>]*)<", RegexOptions.None, 1000)]
    private static partial Regex BetweenTags();

    [GeneratedRegex("@(if|foreach|else|switch)[^\\n]*|\\belse( if)?\\b[^\\n]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Control();

    // @Name, @Name.Member, @Name(…), @Name[…], @(…): up to two levels of brackets.
    [GeneratedRegex("@([A-Za-z_][A-Za-z_.!]*)?([(\\[]([^()\\[\\]]|[(\\[]([^()\\[\\]]|[(\\[][^()\\[\\]]*[)\\]])*[)\\]])*[)\\]])?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex("[A-Za-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(" (aria-label|title|placeholder|alt)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ReadAloud();

    [GeneratedRegex("IStringLocalizer<(?<name>\\w+)> T", RegexOptions.None, 1000)]
    private static partial Regex Localizer();

    [GeneratedRegex("\\bT\\[\"(?<key>[^\"{]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
