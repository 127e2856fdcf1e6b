using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>Values of another help desk's tests: may we answer, who is it from, what is left of markup.</summary>
internal sealed partial class DeskCaseCard() : Card(
    "desk-cases",
    new Measure("may be answered"),
    new Measure("sender and Reply-To"),
    new Measure("attacks"),
    new Measure("words of HTML", Percent: 10))
{
    // Whose tests they are: their own Message-IDs have this domain.
    private static readonly MailReaderOptions Theirs = new() { OwnMessageIdDomains = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "zammad.example.com" } };

    private protected override void Count(MailCorpora corpora, Score score)
    {
        Answers(corpora, score);
        foreach (var file in (string[])["email_process_reply_to_test.json", "email_process_sender_is_system_address_or_agent_test.json"])
        {
            foreach (var sample in corpora.Json("desk-cases", file).EnumerateArray())
            {
                Senders(sample, score);
            }
        }

        foreach (var file in (string[])["html_sanitizer_spec.json", "html_sanitizer_strict_spec.json", "core_ext_string_spec.json"])
        {
            foreach (var input in corpora.Json("desk-cases", file).EnumerateArray().Select(a => a.GetProperty("input")).Where(i => i.ValueKind == JsonValueKind.String))
            {
                var safe = SafeHtml.Sanitize(input.GetString()!);
                score.Judge("attacks", Dangerous().IsMatch(safe) ? $"{file}: {input.GetString()} came out as {safe}" : null);
            }
        }

        Texts(corpora, score);
    }

    private static void Answers(MailCorpora corpora, Score score)
    {
        foreach (var sample in corpora.Json("desk-cases", "email_process_auto_response_test.json").EnumerateArray())
        {
            var raw = sample.GetProperty("raw").GetString()!;
            var allowed = sample.GetProperty("checks").EnumerateArray()
                .Where(c => c.GetProperty("path").GetString()!.EndsWith("x-zammad-send-auto-response", StringComparison.Ordinal))
                .Select(c => c.GetProperty("expected").GetBoolean()).First();
            var mail = MailReader.Read(Encoding.UTF8.GetBytes(raw), Theirs);
            score.Judge("may be answered", allowed == mail.MayAutoReply ? null : $"{raw}\n{string.Join('\n', mail.AnswerObstacles)}");
        }
    }

    private static void Senders(JsonElement sample, Score score)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes(sample.GetProperty("raw").GetString()!));
        foreach (var check in sample.GetProperty("checks").EnumerateArray())
        {
            var expected = check.GetProperty("expected");
            var path = check.GetProperty("path").GetString()!;
            var (isJudged, seen) = path switch
            {
                "article.reply_to" => (true, mail.ReplyTo is [var only] ? only.Address : null),
                "mail.[] origin_from_email" => (true, mail.From?.Address),
                "mail.[] origin_from_display_name" => (true, mail.From?.Name),
                _ when path.EndsWith("find.title", StringComparison.Ordinal) => (true, mail.Subject),
                _ => (false, null),
            };
            if (!isJudged || (expected.ValueKind != JsonValueKind.String && path.StartsWith("mail.[] origin_from", StringComparison.Ordinal)))
            {
                continue;
            }

            score.Judge("sender and Reply-To", seen == expected.GetString() ? null : $"{path} is {seen} instead of {expected}");
            if (path == "mail.[] origin_from_email")
            {
                // They moved From aside for the Reply-To, which is whom we answer as well.
                score.Judge("sender and Reply-To", mail.ReplyTo is [var first, ..] && first.Address == mail.Customer?.Address ? null : $"the customer is {mail.Customer?.Address}");
            }
        }
    }

    private static void Texts(MailCorpora corpora, Score score)
    {
        foreach (var sample in corpora.Json("desk-cases", "core_ext_string_spec.json").EnumerateArray())
        {
            if (sample.GetProperty("call").GetString() != "html2text" || sample.GetProperty("matcher").GetString() != "eq" || sample.GetProperty("negated").GetBoolean()
                || sample.GetProperty("expected").ValueKind != JsonValueKind.String)
            {
                continue;
            }

            var left = Words(SafeHtml.ToText(sample.GetProperty("input").GetString()!));
            foreach (var word in Words(sample.GetProperty("expected").GetString()!))
            {
                score.Judge("words of HTML", left.Remove(word) ? null : $"{sample.GetProperty("desc").GetString()}: {word}");
            }
        }
    }

    // Words; where links go is told in another form.
    private static List<string> Words(string text) => Word().Matches(text).Select(m => m.Value).ToList();

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(@"<\s*(?:script|iframe|object|embed|form|input|meta|link|style|svg|math|base)\b|<[^>]*\son[a-z]+\s*=|(?:href|src)\s*=\s*[""']?\s*(?:javascript|vbscript|data)\s*:|url\(|expression\(|<img[^>]*\ssrc\s*=\s*(?![""']?cid:)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Dangerous();
}
