using System.Globalization;
using System.Text.RegularExpressions;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// Texts with placeholders, written as in Liquid: <c>{{ ticket.number }}</c>. Nothing but placeholders is understood: a text of an administrator must not be able to
/// fail, or to cost, when a stranger's subject is put into it.
/// </summary>
internal static partial class TextTemplate
{
    internal const int MaxLength = 20_000;

    internal static readonly IReadOnlyList<string> Placeholders = ["ticket.number", "ticket.subject", "customer.name", "customer.address", "mailbox.name", "mailbox.address"];

    /// <summary>The first place that cannot be understood; null where there is none.</summary>
    internal static TemplateProblem? Problem(string text)
    {
        var rest = Placeholder().Replace(text, match => Placeholders.Contains(match.Groups["name"].Value) ? new string(' ', match.Length) : match.Value);
        var at = Stray().Match(rest) is { Success: true } stray ? stray.Index : -1;
        if (at < 0)
        {
            return null;
        }

        var line = text.AsSpan(0, at).Count('\n') + 1;
        var close = text.IndexOf("}}", at, StringComparison.Ordinal);
        var end = close < 0 ? text.Length : close + 2;
        return new TemplateProblem(line, at - text.LastIndexOf('\n', Math.Max(0, at - 1)), text[at..Math.Min(end, at + 40)].Split('\n')[0]);
    }

    /// <summary>Unknown placeholders stay as they are; what is put in is not looked into again.</summary>
    internal static string Fill(string text, TemplateFacts facts) => Placeholder().Replace(text, match => match.Groups["name"].Value switch
    {
        "ticket.number" => facts.Number.ToString(CultureInfo.InvariantCulture),
        "ticket.subject" => facts.Subject,
        "customer.name" => facts.Customer.NameOrLocalPart,
        "customer.address" => facts.Customer.Address,
        "mailbox.name" => facts.Mailbox.NameOrLocalPart,
        "mailbox.address" => facts.Mailbox.Address,
        _ => match.Value,
    }).ReplaceLineEndings("\n").Trim();

    [GeneratedRegex(@"\{\{|\{%|\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Stray();

    [GeneratedRegex(@"\{\{[ \t]*(?<name>[a-z]{1,20}\.[a-z]{1,20})[ \t]*\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>What a text may speak of.</summary>
internal sealed record TemplateFacts(long Number, string Subject, MailAddress Customer, MailAddress Mailbox);

/// <summary>Where a text cannot be understood, both counted from 1, and what stands there.</summary>
public sealed record TemplateProblem(int Line, int Column, string Text);
