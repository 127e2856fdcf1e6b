namespace Tern.Mail.Tests.Replies;

/// <summary>What real programs send, in every language, as text and as HTML: the reply is found to the letter, and the rest is folded and not lost.</summary>
public sealed class ReplyFixtureTests
{
    private static readonly string[] Programs = ["gmail", "apple", "thunderbird", "outlook-classic", "outlook-new", "outlook-mobile", "outlook-web"];

    public static TheoryData<string> Names() => [.. ReplyFixtures.All.Select(f => f.Name)];

    public static TheoryData<string> Languages() => [.. ReplyFixtures.All.Select(f => f.Language).Distinct(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Reply_is_told_from_what_it_answers(string name)
    {
        var fixture = ReplyFixtures.All.Single(f => f.Name == name);

        var mail = fixture.Mail();

        Assert.Equal(fixture.Visible, mail.VisibleText);
        Assert.All(fixture.Folded, line => Assert.Contains(line, mail.RestText, StringComparison.Ordinal));
        Assert.All(fixture.Folded, line => Assert.DoesNotContain(line, mail.VisibleText, StringComparison.Ordinal));
        if (fixture.Form == "html" && fixture.Folded.Length > 0)
        {
            var shown = SafeHtml.ToText(mail.VisibleHtml ?? "");
            Assert.Contains(Corpora.Corpus.Folded(fixture.Visible.Split('\n')[0]), Corpora.Corpus.Folded(shown), StringComparison.Ordinal);
            Assert.All(fixture.Folded, line => Assert.DoesNotContain(line, shown, StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_language_has_four_of_each_form(string language) =>
        Assert.All((string[])["text", "html"], form => Assert.True(ReplyFixtures.All.Count(f => f.Language == language && f.Form == form) >= 4));

    [Fact]
    public void Every_program_has_four_of_each_form() =>
        Assert.All(Programs, program => Assert.All((string[])["text", "html"], form => Assert.True(ReplyFixtures.All.Count(f => f.Program == program && f.Form == form) >= 4)));

    [Fact]
    public void All_fifteen_languages_are_there() =>
        Assert.Equal(["ar", "de", "en", "es", "fr", "he", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "zh"], ReplyFixtures.All.Select(f => f.Language).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
