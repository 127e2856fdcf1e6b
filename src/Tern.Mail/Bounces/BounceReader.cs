using System.Text.RegularExpressions;
using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Bounces;

/// <summary>Reads who did not get a mail, and why: from the report made for machines, from the prose beside it, or from both.</summary>
internal static partial class BounceReader
{
    private const int MaxText = 64 * 1024;
    private const int MaxSaid = 4000;
    private const int MaxDiagnostic = 1000;

    internal static IReadOnlyList<BouncedRecipient> Read(MimeMessage message, HeaderReader headers, string text)
    {
        text = string.IsNullOrWhiteSpace(text) ? MachineReport.Explanation(message) : text;
        text = text.Length > MaxText ? text[..MaxText] : text;
        var notice = Notice.WithoutCopy(text);
        var groups = SesNotification.Kind(text) is null ? ReportFields.Recipients(MachineReport.Text(message) ?? text) : SesNotification.Recipients(text);
        var ours = headers.Mailboxes("To").Concat(headers.Mailboxes("From")).Select(m => m.Normalized).ToHashSet(StringComparer.Ordinal);
        var entries = Notice.Recipients(notice, a => ours.Contains(a.ToLowerInvariant()));
        if (groups.Count > 0)
        {
            var failed = groups.Where(g => !MachineReport.IsDelivered(g)).ToList();

            // Exim names the file it could not write to; whom the mail was for stands in it.
            var only = failed.Count == 1 && ReturnedMail.Recipients(message, text) is [var to] ? to : null;
            return failed.Select(g => FromGroup(g, entries, notice) is var bounce && bounce.Recipient is null ? bounce with { Recipient = only } : bounce).DistinctBy(b => b.Recipient ?? "", StringComparer.OrdinalIgnoreCase).ToList();
        }

        if (entries.Count == 0)
        {
            entries = Others(message, headers, notice, text, ours).Select(a => new Notice.Entry(a, notice)).ToList();
        }

        return entries.Count == 0
            ? [FromWords(null, notice, notice)]
            : entries.Select(e => FromWords(e.Recipient, e.Said, notice)).ToList();
    }

    private static BouncedRecipient FromGroup(Dictionary<string, string> group, List<Notice.Entry> entries, string notice)
    {
        var recipient = ReportFields.Address(group.GetValueOrDefault("Final-Recipient")) ?? ReportFields.Address(group.GetValueOrDefault("Original-Recipient"))
            ?? ReportFields.Address(group.GetValueOrDefault("X-Actual-Recipient")) ?? group.Where(f => f.Key.EndsWith("-Recipient", StringComparison.OrdinalIgnoreCase)).Select(f => ReportFields.Address(f.Value)).FirstOrDefault(a => a is not null);
        var said = Cut(group.GetValueOrDefault("Diagnostic-Code") ?? "");
        var own = entries.Find(e => e.Recipient.Equals(recipient, StringComparison.OrdinalIgnoreCase))?.Said;
        var prose = Cut(own ?? notice);
        var stated = StatusCodes.Enhanced(group.GetValueOrDefault("Status") ?? "");
        var status = StatusCodes.Enhanced(said) is { } diagnosed ? Better(diagnosed, stated) : Better(stated, StatusCodes.Enhanced(own is null && stated is not null ? "" : prose));
        var reply = StatusCodes.Reply(said) ?? StatusCodes.Reply(prose);
        var stage = group.GetValueOrDefault("X-PowerMTA-BounceCategory") == "bad-mailbox" ? SmtpStage.Recipient : SmtpStages.Of(said, prose, notice);
        return new BouncedRecipient(recipient, status, reply, Reason([said, FirstParagraph(prose), prose], status, stage), Diagnostic(said.Length > 0 ? said : prose))
        {
            IsDelayed = group.GetValueOrDefault("Action")?.Trim().Equals("delayed", StringComparison.OrdinalIgnoreCase) == true,
        };
    }

    private static BouncedRecipient FromWords(string? recipient, string said, string notice)
    {
        said = Cut(said);
        var whole = Cut(notice);
        var status = StatusCodes.Enhanced(said) ?? StatusCodes.Enhanced(whole);
        var reply = StatusCodes.Reply(said) ?? StatusCodes.Reply(whole);
        return new BouncedRecipient(recipient, status, reply, Reason([FirstParagraph(said), said, whole], status, SmtpStages.Of(said, said, whole)), Diagnostic(said));
    }

    // From what was said of this recipient to what was said of all.
    private static FailureReason Reason(string[] texts, string? status, SmtpStage stage)
    {
        var reason = FailureReason.Unknown;
        foreach (var text in texts)
        {
            var judged = text.Length == 0 || FailureReasons.Judge(text, status: null, stage) == FailureReason.Unknown ? FailureReason.Unknown : FailureReasons.Judge(text, status, stage);

            // "Filtered" may be the word of another server, which the reporting one confirms in its own.
            if (judged != FailureReason.Unknown && (reason == FailureReason.Unknown || (reason == FailureReason.Filtered && stage == SmtpStage.Unknown && judged == FailureReason.UserUnknown)))
            {
                reason = judged;
            }
        }

        return reason == FailureReason.Unknown ? FailureReasons.Judge("", status, stage) : reason;
    }

    private static string FirstParagraph(string said)
    {
        var end = said.TrimStart().IndexOf("\n\n", StringComparison.Ordinal);
        return end < 0 ? "" : said.TrimStart()[..end];
    }

    // What says more than "it failed", the first before the second.
    private static string? Better(string? first, string? second) =>
        first is null || (StatusCodes.IsGeneral(first) && second is not null && !StatusCodes.IsGeneral(second)) ? second ?? first : first;

    /// <summary>Where the notice names nobody: the header for it, then the recipients of the returned mail.</summary>
    private static List<string> Others(MimeMessage message, HeaderReader headers, string notice, string text, HashSet<string> ours)
    {
        var failed = headers.Mailboxes("X-Failed-Recipients").Select(m => m.Address).Where(a => a.Contains('@', StringComparison.Ordinal)).ToList();
        failed = failed.Count > 0 ? failed : ReturnedMail.Recipients(message, text);
        if (failed.Count > 0)
        {
            return failed;
        }

        // In a language or with words we do not know: the only address that is neither ours nor the daemon's.
        var named = BouncedAddress.FindAll(notice).Where(a => !ours.Contains(a.ToLowerInvariant())).ToList();
        return named.Count == 1 ? named : [];
    }

    // Lines that go on are joined: the reply code and its words belong together.
    private static string Cut(string text) => Continuation().Replace(text.Length > MaxSaid ? text[..MaxSaid] : text, " ");

    private static string? Diagnostic(string said)
    {
        var words = string.Join(' ', said.Split((char[])[' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries));
        return words.Length == 0 ? null : words.Length > MaxDiagnostic ? words[..MaxDiagnostic] : words;
    }

    [GeneratedRegex(@"(?<=\S)\n[ \t]+(?=\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Continuation();
}
