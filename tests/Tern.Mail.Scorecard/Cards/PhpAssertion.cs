using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tern.Mail.Scorecard.Cards;

/// <summary>One assertion of php-imap about a fixture: <c>self::assertEquals(expected, subject)</c>, its values out of their PHP quotes.</summary>
internal sealed partial record PhpAssertion(string Kind, string Expected, string Subject)
{
    internal static PhpAssertion Read(JsonElement assertion)
    {
        var args = assertion.GetProperty("args").GetString()!;
        var kind = assertion.GetProperty("assert").GetString()!;
        var match = Arguments().Match(args);
        return !match.Success
            ? new PhpAssertion(kind, "", args)
            : new PhpAssertion(kind, match.Groups["double"].Success ? Unescaped(match.Groups["double"].Value) : match.Groups["plain"].Value, match.Groups["subject"].Value);
    }

    private static string Unescaped(string text) => Escape().Replace(text, m => m.Value[1] switch { 'r' => "\r", 'n' => "\n", 't' => "\t", var c => c.ToString() });

    [GeneratedRegex("""^(?:"(?<double>(?:\\.|[^"\\])*)"|'(?<plain>[^']*)'|(?<plain>[\w:]+)), (?<subject>.+)$""", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Arguments();

    [GeneratedRegex("""\\[rnt"\\$]""", RegexOptions.None, 1000)]
    private static partial Regex Escape();
}
