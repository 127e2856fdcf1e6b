using System.Text;
using System.Text.RegularExpressions;

namespace Tern.Mail.Bounces;

/// <summary>A bounce in prose: the recipients it names on lines of their own, each with what is said below it, up to the copy of the mail.</summary>
internal static partial class Notice
{
    private const int MaxLines = 2000;
    private const int MaxRecipients = 500;

    internal sealed record Entry(string Recipient, string Said);

    /// <summary>The notice without the returned mail below it.</summary>
    internal static string WithoutCopy(string text)
    {
        var lines = text.Split('\n', MaxLines);
        for (var i = 0; i < lines.Length; i++)
        {
            if (i > 0 && (Copy().IsMatch(lines[i]) || IsHeaderBlock(lines, i)))
            {
                return string.Join('\n', lines.Take(i));
            }
        }

        return text;
    }

    /// <param name="notice">The notice without the returned mail.</param>
    /// <param name="isOurs">Addresses that are no recipients: who the notice is for, and the daemon.</param>
    internal static List<Entry> Recipients(string notice, Func<string, bool> isOurs)
    {
        var lines = notice.Split('\n', MaxLines);
        var found = new List<(string Address, StringBuilder Said)>();
        foreach (var line in lines)
        {
            if (Named(line) is { } address && !isOurs(address) && found.Count < MaxRecipients)
            {
                if (found.Find(f => f.Address.Equals(address, StringComparison.OrdinalIgnoreCase)) is { Said: { } before })
                {
                    before.Append(line).Append('\n');
                    continue;
                }

                found.Add((address, new StringBuilder()));
            }

            if (found.Count > 0)
            {
                found[^1].Said.Append(line).Append('\n');
            }
        }

        return found.ConvertAll(f => new Entry(f.Address, f.Said.ToString()));
    }

    private static string? Named(string line) =>
        OwnLine().Match(line) is { Success: true } own ? BouncedAddress.Find(own.Groups["address"].Value)
        : Phrase().Match(line) is { Success: true } phrase ? BouncedAddress.Find(phrase.Groups["address"].Value)
        : null;

    private static bool IsHeaderBlock(string[] lines, int at)
    {
        if (!Header().IsMatch(lines[at]))
        {
            return false;
        }

        var count = 0;
        for (var i = at; i < lines.Length && i < at + 12 && lines[i].Trim().Length > 0; i++)
        {
            count += Header().IsMatch(lines[i]) ? 1 : 0;
        }

        return count >= 3;
    }

    [GeneratedRegex(@"^[\s>]*[-=_*+.#\s]{0,40}(?:below (?:this line|the next line) is a copy|this is a copy of|(?:the )?(?:original|returned|undelivered|failed|bounced|unsent) (?:e-?mail |mail )?(?:message|mail|text|info|content)[\w ]{0,20}(?:headers?|follows?|text|body|info)?\b[\s:.]*[-=_*+.#]*\s*$|message headers? follows?|(?:included|here) is a copy|a copy of (?:the|your) |copy of (?:your )?(?:the )?(?:original )?message|unsent message|start of (?:returned|forwarded)|message text follows|headers of the original|message contents|ursprüngliche nachricht|исходное сообщение|the header of|transcript of message)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Copy();

    [GeneratedRegex(@"^[\s>]{0,8}(?:Received|Return-Path|Message-ID|DKIM-Signature|X-[A-Za-z0-9-]+|From|To|Subject|Date|MIME-Version|Content-Type|Delivered-To|Reply-To|ARC-[A-Za-z-]+)\s?:\s*\S", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Header();

    // "<ann@example.com>:", "  ann@example.com", "ann@example.com... User unknown", "* ann@example.com, 550 …"
    [GeneratedRegex(@"^[\s>*•\-\d.)]{0,12}(?<address><?[""']?[^\s<>@,;:""']{1,128}@[^\s<>@,;:""'()]{1,255}>?)(?:[\s:;,(.\]]|$)", RegexOptions.CultureInvariant)]
    private static partial Regex OwnLine();

    [GeneratedRegex(@"(?<![\w@.+-])(?:recipients?|rcpt[ _-]?to|address(?:ee|es)?|(?:deliver(?:ed|ing|y)?|undeliverable|message|mail|sent|reach|addressed)[\w ]{0,30} (?:to|for)|user|userid|mailbox|account|failed|empf[äa]nger(?:s|adresse)?|destinatario|destinataire|пользователя)\s*(?:(?:is|was|of)\s|[:=])?[\s:=]{1,10}(?:<|[""'])?(?<address>[^\s<>@,;:""']{1,128}@[^\s<>@,;:""'()\[\]]{1,255})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();
}
