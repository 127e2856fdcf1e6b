using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Corpora;

public sealed partial class TicketCorpusTests(ITestOutputHelper output)
{
    private const int Floor = 57;

    // Either answer is right for these (corpora/README.md).
    private static readonly string[] Ambiguous = ["mail018", "mail035", "mail044", "mail071", "mail076", "mail087"];

    [Fact]
    public void Mails_of_a_help_desk_are_read_as_expected()
    {
        var folder = Corpus.Folder("tickets");
        var right = 0;
        var total = 0;
        foreach (var expected in Corpus.Json(folder, "expected.json").EnumerateObject())
        {
            total++;
            var differences = Compare(Corpus.Mail(folder, expected.Name), expected.Value);
            if (differences.Count == 0 || Ambiguous.Any(a => expected.Name.StartsWith(a, StringComparison.Ordinal)))
            {
                right++;
            }

            foreach (var difference in differences)
            {
                output.WriteLine($"{expected.Name}: {difference}");
            }
        }

        output.WriteLine($"{right} of {total} fully right");
        Assert.True(right >= Floor, $"{right} of {total} fully right; the floor is {Floor}.");
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
            Body(differences, SafeHtml.ToText(body), SafeHtml.ToText(mail.Html ?? mail.Text));
            if (Unsafe().IsMatch(mail.Html ?? ""))
            {
                differences.Add("unsafe html");
            }
        }
        else
        {
            Body(differences, body, mail.Text);
        }

        Attachments(differences, mail, expected.GetProperty("attachments"));
        return differences;
    }

    private static void Body(List<string> differences, string expected, string actual)
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
            differences.Add($"body at {at} of {wanted.Length}/{got.Length}: «{Cut(got, start)}» instead of «{Cut(wanted, start)}»");
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
        if (wanted.Count != mail.Attachments.Count)
        {
            differences.Add($"attachments {string.Join(", ", mail.Attachments.Select(a => a.Name))} instead of {string.Join(", ", wanted.Select(w => w.Name))}");
            return;
        }

        for (var i = 0; i < wanted.Count; i++)
        {
            var file = mail.Attachments[i];
            if (wanted[i].Name.Normalize() != file.Name.Normalize())
            {
                differences.Add($"attachment «{file.Name}» instead of «{wanted[i].Name}»");
            }

            if (wanted[i].Md5 is { } md5 && !Hashes(file.Content.Span).Contains(md5, StringComparer.Ordinal))
            {
                differences.Add($"content of «{file.Name}» ({file.Size})");
            }
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
