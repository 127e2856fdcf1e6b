using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Corpora;

public sealed partial class TicketCorpusTests(ITestOutputHelper output)
{
    // What may be missed at most, and no more: sender, subject, display name, files, plain bodies, HTML bodies.
    private static readonly Dictionary<string, int> MostMissed = new(StringComparer.Ordinal)
    {
        ["from"] = 1,
        ["subject"] = 1,
        ["name"] = 2,
        ["attachment"] = 3,
        ["text"] = 2,
        ["html"] = 2,
        ["lost"] = 0,
        ["unsafe"] = 0,
    };

    // Either answer is right for these (corpora/README.md). In mail072 the expectation writes French in Central European letters, "suite ŕ ma commande
    // du 14 aoűt", where the mail names windows-1258 (docs/decisions/0028).
    private static readonly string[] Ambiguous = ["mail018", "mail035", "mail044", "mail071", "mail076", "mail087", "mail072"];

    [Fact]
    public void Mails_of_a_help_desk_are_read_as_expected()
    {
        var folder = Corpus.Folder("tickets");
        var missed = MostMissed.Keys.ToDictionary(k => k, _ => 0, StringComparer.Ordinal);
        var files = 0;
        foreach (var expected in Corpus.Json(folder, "expected.json").EnumerateObject())
        {
            files++;
            var mail = Corpus.Mail(folder, expected.Name);
            var differences = Compare(mail, expected.Value);
            if (mail.Text.Length == 0 && mail.Html is null && mail.Attachments.Count == 0 && mail.From is null)
            {
                differences.Add("lost: nothing of it was read");
            }

            foreach (var difference in differences)
            {
                output.WriteLine($"{expected.Name}: {difference}");
                if (!Ambiguous.Any(a => expected.Name.StartsWith(a, StringComparison.Ordinal)))
                {
                    missed[difference.Split(':', ' ')[0]]++;
                }
            }
        }

        output.WriteLine($"tickets ({files}): missed {string.Join(", ", missed.Select(m => $"{m.Key} {m.Value} of at most {MostMissed[m.Key]}"))}");
        Assert.DoesNotContain(missed, m => m.Value > MostMissed[m.Key]);
    }

    private static List<string> Compare(IncomingMail mail, JsonElement expected)
    {
        var differences = new List<string>();
        var from = expected.GetProperty("from_email").GetString() ?? "";
        if (!string.Equals(from, mail.From?.Address ?? "", StringComparison.OrdinalIgnoreCase))
        {
            differences.Add($"from {mail.From?.Address} instead of {from}");
        }

        Differ(differences, "name", expected.GetProperty("from_display_name").GetString() ?? "", mail.From?.Name ?? "");
        Differ(differences, "subject", expected.GetProperty("subject").GetString() ?? "", mail.Subject);
        var body = expected.GetProperty("body").GetString() ?? "";
        body = body == "no visible content" ? "" : body;
        if (expected.GetProperty("content_type").GetString() == "text/html")
        {
            Body(differences, "html", SafeHtml.ToText(body), SafeHtml.ToText(mail.Html ?? mail.Text));
            if (Unsafe().IsMatch(mail.Html ?? ""))
            {
                differences.Add("unsafe: html");
            }
        }
        else
        {
            Body(differences, "text", body, mail.Text);
        }

        Attachments(differences, mail, expected.GetProperty("attachments"));
        return differences;
    }

    private static void Body(List<string> differences, string what, string expected, string actual)
    {
        var wanted = Corpus.Folded(LinkTargets().Replace(expected, ""));
        var got = Corpus.Folded(LinkTargets().Replace(actual, ""));

        // HTML 4 and HTML 5 mean two different characters by &lang;.
        wanted = wanted.Replace('〈', '⟨').Replace('〉', '⟩');
        var at = 0;
        while (at < wanted.Length && at < got.Length && wanted[at] == got[at])
        {
            at++;
        }

        if (at < wanted.Length || at < got.Length)
        {
            var start = Math.Max(0, at - 20);
            differences.Add($"{what} at {at} of {wanted.Length}/{got.Length}: «{Cut(got, start)}» instead of «{Cut(wanted, start)}»");
        }
    }

    private static string Cut(string text, int start) => start >= text.Length ? "" : text[start..Math.Min(text.Length, start + 60)];

    private static void Differ(List<string> differences, string what, string expected, string actual)
    {
        if (expected.Trim().Normalize() != actual.Trim().Normalize())
        {
            differences.Add($"{what} «{actual}» instead of «{expected}»");
        }
    }

    private static void Attachments(List<string> differences, IncomingMail mail, JsonElement expected)
    {
        var wanted = expected.EnumerateArray()
            .Where(a => !(a.GetProperty("filename").GetString() == "message.html" && a.TryGetProperty("preferences", out var p) && p.TryGetProperty("content-alternative", out _)))
            .Select(a => (Name: a.GetProperty("filename").GetString() ?? "", Md5: a.TryGetProperty("md5", out var md5) ? md5.GetString() : null))
            .ToList();
        // Each that is missing, has another name or another content is one; order is not judged.
        var left = mail.Attachments.ToList();
        foreach (var (name, md5) in wanted)
        {
            var file = left.Find(f => f.Name.Normalize() == name.Normalize() && (md5 is null || Hashes(f.Content.Span).Contains(md5, StringComparer.Ordinal)));
            if (file is null)
            {
                differences.Add($"attachment «{name}» is not among {string.Join(", ", mail.Attachments.Select(a => a.Name))}");
            }
            else
            {
                left.Remove(file);
            }
        }

        var missing = differences.Count(d => d.StartsWith("attachment", StringComparison.Ordinal));
        differences.AddRange(left.Skip(missing).Select(extra => $"attachment «{extra.Name}» is too much"));
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
