using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Customers;

/// <summary>What people outside do with their mail: write, answer, and be away.</summary>
internal static class Outside
{
    private const string SuppressHeader = "X-Auto-Response-Suppress";

    /// <returns>The Message-ID, in brackets.</returns>
    internal static string Post(World world, string from, Letter letter, CustomerMail? answered)
    {
        var raw = LetterWriter.Write(world, world.Random, from, letter, answered is null ? null : MessageFacts.Read(answered.Raw));
        var facts = MessageFacts.Read(raw);
        foreach (var recipient in facts.Recipients.Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            Delivery.To(world, world.Random, recipient, from, raw);
        }

        return facts.InternetMessageId!;
    }

    /// <summary>Answers a mail to whoever wants the answer, or to all who had it, with the old text quoted below.</summary>
    internal static string Reply(World world, CustomerMail mail, Letter letter, bool quote, bool toAll)
    {
        var facts = MessageFacts.Read(mail.Raw);
        var text = quote ? letter.Text + LetterWriter.Quote(facts, MessageFacts.Body(mail.Raw, preferText: true).Content) : letter.Text;
        string[] to = letter.To.Count > 0 ? [.. letter.To] : [CustomerPost.ReplyTo(facts, mail)];
        var others = !toAll ? [] : facts.To.Concat(facts.Cc).Select(a => a.Address)
            .Where(a => !to.Append(mail.To).Contains(a, StringComparer.OrdinalIgnoreCase));
        return Post(world, mail.To, letter with { To = to, Cc = [.. letter.Cc, .. others], Text = text }, mail);
    }

    internal static CustomerMail? Find(World world, string address, string number) =>
        world.State.Customers.TryGetValue(address.ToLowerInvariant(), out var inbox) ? inbox.Find(m => $"{m.Number}" == number) : null;

    /// <summary>
    /// The answer of somebody who is away: once to each sender, never to a machine (RFC 3834 §2), and not where the sender wants none
    /// (MS-OXCMAIL §2.1.3.2.20, X-Auto-Response-Suppress).
    /// </summary>
    internal static void AnswerWhileAway(World world, SeededSequence draws, CustomerMail mail)
    {
        if (!world.State.Away.TryGetValue(mail.To, out var away) || IsFromMachine(mail) || WantsNoAnswer(mail) || !away.Told.Add(mail.EnvelopeFrom.ToLowerInvariant()))
        {
            return;
        }

        var facts = MessageFacts.Read(mail.Raw);
        var letter = new Letter
        {
            To = [mail.EnvelopeFrom],
            Subject = $"{away.SubjectPrefix}{facts.Subject}",
            Text = away.Text,
            Headers = new Dictionary<string, string> { ["Auto-Submitted"] = "auto-replied", [SuppressHeader] = "All", ["Precedence"] = "auto_reply" },
        };
        Delivery.To(world, draws, mail.EnvelopeFrom, string.Empty, LetterWriter.Write(world, draws, mail.To, letter, facts));
    }

    private static bool WantsNoAnswer(CustomerMail mail) =>
        RawHeaders.Has(mail.Raw, SuppressHeader)
        && (MessageFacts.Parse(mail.Raw).Headers[SuppressHeader] ?? string.Empty).Split([',', ';'], StringSplitOptions.TrimEntries)
            .Any(kind => kind.Equals("All", StringComparison.OrdinalIgnoreCase) || kind.Equals("OOF", StringComparison.OrdinalIgnoreCase));

    private static bool IsFromMachine(CustomerMail mail) =>
        mail.EnvelopeFrom.Length == 0
        || RawHeaders.Has(mail.Raw, "List-Id")
        || (RawHeaders.Has(mail.Raw, "Auto-Submitted") && MessageFacts.Parse(mail.Raw).Headers["Auto-Submitted"] is not "no");
}

/// <summary>Somebody outside who is away.</summary>
internal sealed class AwayNotice
{
    public required string Text { get; init; }

    /// <summary>What stands before the old subject.</summary>
    public required string SubjectPrefix { get; init; }

    /// <summary>Who was told already.</summary>
    public HashSet<string> Told { get; init; } = [];
}
