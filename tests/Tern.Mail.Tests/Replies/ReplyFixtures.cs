using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Replies;

/// <summary>
/// Replies as people send them: one file per language, written from the known output of each program. "@@ mail PROGRAM FORM: SHAPE" begins one, "@@ visible" what was
/// written now, "@@ folded" a line at a time what must be found in the rest. Marks nobody sees are written as \uXXXX.
/// </summary>
internal static partial class ReplyFixtures
{
    internal sealed record Fixture(string Language, string Program, string Form, string Shape, string Body, string Visible, string[] Folded)
    {
        internal string Name => $"{Language} {Program} {Form}: {Shape}";

        internal IncomingMail Mail() => MailReader.Read(Encoding.UTF8.GetBytes(
            $"From: Bob <bob@example.com>\r\nTo: Desk <desk@example.org>\r\nSubject: Re: x\r\nMIME-Version: 1.0\r\nContent-Type: text/{(Form == "html" ? "html" : "plain")}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
            + Body.ReplaceLineEndings("\r\n")));
    }

    internal static IReadOnlyList<Fixture> All { get; } = Directory.GetFiles(Checkout.At("tests/Tern.Mail.Tests/Replies/Fixtures"), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read).ToList();

    private static IEnumerable<Fixture> Read(string file)
    {
        foreach (var block in Start().Split(File.ReadAllText(file).ReplaceLineEndings("\n")).Skip(1))
        {
            var parts = Part().Split(block);
            var title = parts[0][..parts[0].IndexOf('\n', StringComparison.Ordinal)];
            var names = title.Split(' ', ':');
            var body = Seen(parts[0][(title.Length + 1)..]);
            yield return new Fixture(Path.GetFileNameWithoutExtension(file), names[0], names[1], title[(title.IndexOf(':', StringComparison.Ordinal) + 2)..], body, Seen(parts[1]).Trim('\n'), Seen(parts[2]).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static string Seen(string text) => Escape().Replace(text, m => ((char)int.Parse(m.ValueSpan[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    [GeneratedRegex(@"^@@ mail ", RegexOptions.Multiline)]
    private static partial Regex Start();

    [GeneratedRegex(@"^@@ (?:visible|folded)\n", RegexOptions.Multiline)]
    private static partial Regex Part();

    [GeneratedRegex(@"\\u[0-9A-F]{4}")]
    private static partial Regex Escape();
}
