using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Tests.Bounces;

/// <summary>Mails of machines, and of people who write about them: one file per kind of writer, written from standards and the known output of servers.</summary>
internal static partial class MachineMails
{
    internal sealed record Fixture(string File, string Kind, string Name, string Source, string[] Expected)
    {
        internal IncomingMail Mail() => MailReader.Read(Encoding.UTF8.GetBytes(Source.ReplaceLineEndings("\r\n")));
    }

    internal static IReadOnlyList<Fixture> All { get; } = Directory.GetFiles(Checkout.At("tests/Tern.Mail.Tests/Bounces/Fixtures"), "*.txt").Order(StringComparer.Ordinal).SelectMany(Read).ToList();

    private static IEnumerable<Fixture> Read(string file)
    {
        foreach (var block in Start().Split(File.ReadAllText(file).ReplaceLineEndings("\n")).Skip(1))
        {
            var end = block.IndexOf('\n', StringComparison.Ordinal);
            var title = block[..end].Split(": ", 2);
            var parts = block[(end + 1)..].Split("@@ expect\n");
            yield return new Fixture(Path.GetFileNameWithoutExtension(file), title[0], title[1], parts[0], parts.Length > 1 ? parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries) : []);
        }
    }

    [GeneratedRegex(@"^@@ mail ", RegexOptions.Multiline)]
    private static partial Regex Start();
}
