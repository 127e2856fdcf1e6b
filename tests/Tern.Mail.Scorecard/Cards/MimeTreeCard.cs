using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>Part trees that another parser sees: subject, addresses, date and Message-ID are told alike, and of every leaf the content is found, in the body or as a file.</summary>
internal sealed partial class MimeTreeCard() : Card("mime-trees", new Measure("assertions", Percent: 3, Least: 100, Most: 200), NotRaw.Measure)
{
    // The tree has part headers in the text of these, because its parser does not know an outer boundary within an inner multipart; RFC 2046 §5.1.2 demands that. In
    // thirdparty/000 two plain alternatives are shown both, where RFC 2046 §5.1.4 has the last one shown (docs/decisions/0029).
    private static readonly (string Tree, int Part)[] AgainstTheStandard = [("malformed/009.json", 3), ("malformed/011.json", 3), ("thirdparty/000.json", 1)];

    public override IReadOnlyList<string> Reads => ["mime-trees/rfc", "mime-trees/malformed", "mime-trees/thirdparty"];

    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var folder in Reads)
        {
            foreach (var tree in Directory.GetFiles(corpora.Folder(folder), "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal))
            {
                var mail = corpora.Mail(folder, Path.ChangeExtension(tree, ".eml"));
                foreach (var verdict in Verdicts($"{Path.GetFileName(folder)}/{tree}", corpora.Json(folder, tree), mail))
                {
                    score.Judge("assertions", verdict);
                }
            }

            NotRaw.Count(corpora, folder, score);
        }
    }

    private static IEnumerable<string?> Verdicts(string name, JsonElement tree, IncomingMail mail)
    {
        var parts = tree.GetProperty("parts").EnumerateArray().ToList();
        foreach (var header in parts[0].GetProperty("headers").EnumerateArray().Where(h => h.GetProperty("name").ValueKind == JsonValueKind.String))
        {
            switch (header.GetProperty("name").GetString())
            {
                case "subject":
                    yield return Same($"{name}: subject", header.GetProperty("value").GetProperty("Text").GetString(), mail.Subject);
                    break;
                case "from":
                    yield return Same($"{name}: from", Address(header), mail.From?.Address);
                    break;
                case "to":
                    yield return Same($"{name}: to", Address(header), mail.To is [var first, ..] ? first.Address : null);
                    break;
                case "message_id":
                    yield return Same($"{name}: Message-ID", header.GetProperty("value").GetProperty("Text").GetString(), mail.MessageId);
                    break;
                case "date" when header.GetProperty("value").ValueKind == JsonValueKind.Object:
                    yield return Same($"{name}: date", $"{Date(header.GetProperty("value").GetProperty("DateTime")):O}", $"{mail.Date:O}");
                    break;
                default:
                    break;
            }
        }

        var shown = mail.Text + SafeHtml.ToText(mail.Html ?? "");
        var searched = MailCorpora.Folded(shown + string.Concat(mail.Attachments.Select(a => Encoding.UTF8.GetString(a.Bytes()))));
        for (var i = 0; i < parts.Count; i++)
        {
            var body = parts[i].GetProperty("body").EnumerateObject().First();
            var isFound = body.Name switch
            {
                "Text" => searched.Contains(MailCorpora.Folded(Unmarked(parts[i], body.Value.GetString()!)), StringComparison.Ordinal),
                "Html" => searched.Contains(MailCorpora.Folded(SafeHtml.ToText(body.Value.GetString()!)), StringComparison.Ordinal),
                "Binary" or "InlineBinary" => mail.Attachments.Any(a => Trimmed(a.Bytes()).SequenceEqual(Trimmed(Bytes(body.Value)))) || shown.Contains(Encoding.UTF8.GetString(Trimmed(Bytes(body.Value))), StringComparison.Ordinal),
                "Message" => mail.Attachments.Any(a => a.ContentType == "message/rfc822"),
                _ => true,
            };
            if (body.Name != "Multipart" && !AgainstTheStandard.Contains((name, i)))
            {
                yield return isFound ? null : $"{name}: part {i} ({body.Name}) is neither in the body nor a file; files: {string.Join(", ", mail.Attachments.Select(a => $"{a.Name} {a.ContentType} {a.Size}"))}; body: {shown}";
            }
        }
    }

    private static byte[] Bytes(JsonElement numbers) => [.. numbers.EnumerateArray().Select(n => n.GetByte())];

    private static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> content) => content.TrimEnd("\r\n"u8);

    // A word that is no address is a name there; here it stands where an address would, as the mail spells it.
    private static string? Address(JsonElement header)
    {
        var first = header.GetProperty("value").GetProperty("Address").GetProperty("List")[0];
        return first.GetProperty("address").GetString() ?? first.GetProperty("name").GetString();
    }

    private static DateTimeOffset Date(JsonElement date)
    {
        int Of(string name) => date.GetProperty(name).GetInt32();
        var offset = new TimeSpan(Of("tz_hour"), Of("tz_minute"), 0);
        return new DateTimeOffset(Of("year"), Of("month"), Of("day"), Of("hour"), Of("minute"), Of("second"), date.GetProperty("tz_before_gmt").GetBoolean() ? -offset : offset);
    }

    // Enriched text is shown without its marks (RFC 1896).
    private static string Unmarked(JsonElement part, string text) =>
        part.GetProperty("headers").EnumerateArray().Any(h => h.GetProperty("value") is { ValueKind: JsonValueKind.Object } value
            && value.TryGetProperty("ContentType", out var type) && type.GetProperty("c_subtype").GetString() == "enriched")
            ? Mark().Replace(text, "")
            : text;

    [GeneratedRegex("</?[a-z]+>", RegexOptions.None, 1000)]
    private static partial Regex Mark();

    private static string? Same(string what, string? expected, string? seen) => (expected ?? "") == (seen ?? "") ? null : $"{what} is '{seen}' instead of '{expected}'";
}
