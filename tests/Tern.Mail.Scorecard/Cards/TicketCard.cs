using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>Mails of a help desk: who wrote, about what, what it says, and which files it brings.</summary>
internal sealed partial class TicketCard() : Card(
    "tickets",
    new Measure("sender", AtMost: 1),
    new Measure("subject", AtMost: 1),
    new Measure("display name", AtMost: 2),
    new Measure("files", AtMost: 3),
    new Measure("plain bodies", AtMost: 2),
    new Measure("HTML bodies", AtMost: 2),
    new Measure("nothing was read"),
    new Measure("unsafe HTML"))
{
    // Either answer is right for these (corpora/README.md). In mail072 the expectation writes French in Central European letters, "suite ŕ ma commande
    // du 14 aoűt", where the mail names windows-1258 (docs/decisions/0028).
    private static readonly string[] Ambiguous = ["mail018", "mail035", "mail044", "mail071", "mail076", "mail087", "mail072"];

    private protected override void Count(MailCorpora corpora, Score score)
    {
        foreach (var expected in corpora.Json("tickets", "expected.json").EnumerateObject())
        {
            if (!Ambiguous.Any(a => expected.Name.StartsWith(a, StringComparison.Ordinal)))
            {
                Compare(expected.Name, corpora.Mail("tickets", expected.Name), expected.Value, score);
            }
        }
    }

    private static void Compare(string file, IncomingMail mail, JsonElement expected, Score score)
    {
        string Of(string property) => expected.GetProperty(property).GetString() ?? "";
        var isSender = string.Equals(Of("from_email"), mail.From?.Address ?? "", StringComparison.OrdinalIgnoreCase);
        score.Judge("sender", isSender ? null : $"{file}: {mail.From?.Address} instead of {Of("from_email")}");
        score.Judge("display name", Differ(file, Of("from_display_name"), mail.From?.Name ?? ""));
        score.Judge("subject", Differ(file, Of("subject"), mail.Subject));
        var body = Of("body") == "no visible content" ? "" : Of("body");
        if (Of("content_type") == "text/html")
        {
            score.Judge("HTML bodies", Body(file, SafeHtml.ToText(body), SafeHtml.ToText(mail.Html ?? mail.Text)));
            score.Judge("unsafe HTML", Unsafe().IsMatch(mail.Html ?? "") ? file : null);
        }
        else
        {
            score.Judge("plain bodies", Body(file, body, mail.Text));
        }

        Files(file, mail, expected.GetProperty("attachments"), score);
        score.Judge("nothing was read", mail.Text.Length == 0 && mail.Html is null && mail.Attachments.Count == 0 && mail.From is null ? file : null);
    }

    private static string? Body(string file, string expected, string actual)
    {
        var wanted = MailCorpora.Folded(LinkTargets().Replace(expected, ""));
        var got = MailCorpora.Folded(LinkTargets().Replace(actual, ""));

        // HTML 4 and HTML 5 mean two different characters by &lang;.
        wanted = wanted.Replace('〈', '⟨').Replace('〉', '⟩');
        if (wanted == got)
        {
            return null;
        }

        var at = wanted.AsSpan().CommonPrefixLength(got);
        var start = Math.Max(0, at - 20);
        return $"{file}: at {at} of {wanted.Length}/{got.Length}: «{Cut(got, start)}» instead of «{Cut(wanted, start)}»";
    }

    private static string Cut(string text, int start) => start >= text.Length ? "" : text[start..Math.Min(text.Length, start + 60)];

    private static string? Differ(string file, string expected, string actual) =>
        expected.Trim().Normalize() == actual.Trim().Normalize() ? null : $"{file}: «{actual}» instead of «{expected}»";

    private static void Files(string file, IncomingMail mail, JsonElement expected, Score score)
    {
        var wanted = expected.EnumerateArray()
            .Where(a => !(a.GetProperty("filename").GetString() == "message.html" && a.TryGetProperty("preferences", out var p) && p.TryGetProperty("content-alternative", out _)))
            .Select(a => (Name: a.GetProperty("filename").GetString() ?? "", Md5: a.TryGetProperty("md5", out var md5) ? md5.GetString() : null))
            .ToList();

        // Each that is missing, has another name or another content is one; order is not judged.
        var left = mail.Attachments.ToList();
        var missing = 0;
        foreach (var (name, md5) in wanted)
        {
            var found = left.Find(f => f.Name.Normalize() == name.Normalize() && (md5 is null || Hashes(f.Bytes()).Contains(md5, StringComparer.Ordinal)));
            missing += found is null ? 1 : 0;
            score.Judge("files", found is not null ? null : $"{file}: «{name}» is not among {string.Join(", ", mail.Attachments.Select(a => a.Name))}");
            left.Remove(found!);
        }

        foreach (var extra in left.Skip(missing))
        {
            score.Miss("files", $"{file}: «{extra.Name}» is too much");
        }
    }

    /// <summary>As it is, and with either kind of line end, which transports change.</summary>
    private static List<string> Hashes(ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content);
        var unix = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        return new[] { text, unix, unix.Replace("\n", "\r\n", StringComparison.Ordinal), unix.TrimEnd('\n'), unix + "\n", unix.TrimEnd('\n').Replace("\n", "\r\n", StringComparison.Ordinal) }.Select(Md5).ToList();
    }

    // The expectation is given in MD5.
#pragma warning disable CA5351
    private static string Md5(string latin1) => Convert.ToHexStringLower(MD5.HashData(Encoding.Latin1.GetBytes(latin1)));
#pragma warning restore CA5351

    [GeneratedRegex(@"<script|\son[a-z]+\s*=|javascript:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Unsafe();

    [GeneratedRegex(@"\s?<(?:https?:|mailto:|[^<>\s@]+@)[^<>]*>", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LinkTargets();
}
