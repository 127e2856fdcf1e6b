using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Corpora;

/// <summary>Values of another help desk's tests: may we answer, who is it from, what is left of markup.</summary>
public sealed partial class DeskCaseTests(ITestOutputHelper output)
{
    // Whose tests they are: their own Message-IDs have this domain.
    private static readonly MailReaderOptions Theirs = new() { OwnMessageIdDomains = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "zammad.example.com" } };

    [Fact]
    public void Automatic_answers_are_allowed_where_a_help_desk_allows_them()
    {
        var cases = 0;
        foreach (var sample in Corpus.Json(Corpus.Folder("desk-cases"), "email_process_auto_response_test.json").EnumerateArray())
        {
            var raw = sample.GetProperty("raw").GetString()!;
            var allowed = sample.GetProperty("checks").EnumerateArray()
                .Where(c => c.GetProperty("path").GetString()!.EndsWith("x-zammad-send-auto-response", StringComparison.Ordinal))
                .Select(c => c.GetProperty("expected").GetBoolean()).First();
            var mail = MailReader.Read(Encoding.UTF8.GetBytes(raw), Theirs);

            Assert.True(allowed == mail.MayAutoReply, raw + "\n" + string.Join('\n', mail.AnswerObstacles));
            cases++;
        }

        output.WriteLine($"desk-cases, may answer ({cases}): missed 0 of at most 0");
    }

    [Fact]
    public void Sender_and_reply_to_are_read_as_they_stand()
    {
        foreach (var file in (string[])["email_process_reply_to_test.json", "email_process_sender_is_system_address_or_agent_test.json"])
        {
            foreach (var sample in Corpus.Json(Corpus.Folder("desk-cases"), file).EnumerateArray())
            {
                var raw = sample.GetProperty("raw").GetString()!;
                var mail = MailReader.Read(Encoding.UTF8.GetBytes(raw));
                foreach (var check in sample.GetProperty("checks").EnumerateArray())
                {
                    var expected = check.GetProperty("expected");
                    switch (check.GetProperty("path").GetString())
                    {
                        case "article.reply_to":
                            Assert.Equal(expected.GetString(), Assert.Single(mail.ReplyTo).Address);
                            break;
                        case "mail.[] origin_from_email" when expected.ValueKind == JsonValueKind.String:
                            // They moved From aside for the Reply-To, which is whom we answer as well.
                            Assert.Equal(expected.GetString(), mail.From?.Address);
                            Assert.Equal(mail.ReplyTo[0].Address, mail.Customer?.Address);
                            break;
                        case "mail.[] origin_from_display_name" when expected.ValueKind == JsonValueKind.String:
                            Assert.Equal(expected.GetString(), mail.From?.Name);
                            break;
                        case var path when path!.EndsWith("find.title", StringComparison.Ordinal):
                            Assert.Equal(expected.GetString(), mail.Subject);
                            break;
                        default:
                            break;
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData("html_sanitizer_spec.json")]
    [InlineData("html_sanitizer_strict_spec.json")]
    [InlineData("core_ext_string_spec.json")]
    public void Attacks_on_a_help_desk_come_out_harmless(string file)
    {
        foreach (var attack in Corpus.Json(Corpus.Folder("desk-cases"), file).EnumerateArray())
        {
            if (attack.GetProperty("input").ValueKind == JsonValueKind.String)
            {
                Assert.DoesNotMatch(Dangerous(), SafeHtml.Sanitize(attack.GetProperty("input").GetString()!));
            }
        }
    }

    [Fact]
    public void Text_of_HTML_has_the_words_that_another_desk_finds_in_it()
    {
        int words = 0, missed = 0;
        foreach (var sample in Corpus.Json(Corpus.Folder("desk-cases"), "core_ext_string_spec.json").EnumerateArray())
        {
            if (sample.GetProperty("call").GetString() != "html2text" || sample.GetProperty("matcher").GetString() != "eq" || sample.GetProperty("negated").GetBoolean()
                || sample.GetProperty("expected").ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var expected = Words(sample.GetProperty("expected").GetString()!);
            var left = Words(SafeHtml.ToText(sample.GetProperty("input").GetString()!)).ToList();
            words += expected.Count;
            foreach (var word in expected)
            {
                if (!left.Remove(word))
                {
                    missed++;
                    output.WriteLine($"{sample.GetProperty("desc").GetString()}: {word}");
                }
            }
        }

        output.WriteLine($"desk-cases, html2text: {missed} of {words} words missed, at most {words / 10}");
        Assert.InRange(missed, 0, words / 10);
    }

    // Words; where links go is told in another form.
    private static List<string> Words(string text) => Word().Matches(text).Select(m => m.Value).ToList();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"<\s*(?:script|iframe|object|embed|form|input|meta|link|style|svg|math|base)\b|<[^>]*\son[a-z]+\s*=|(?:href|src)\s*=\s*[""']?\s*(?:javascript|vbscript|data)\s*:|url\(|expression\(|<img[^>]*\ssrc\s*=\s*(?![""']?cid:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dangerous();
}
