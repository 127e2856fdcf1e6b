
namespace Tern.Mail.Reading;

/// <summary>Whether a mail may be answered by a machine, and every reason why not (RFC 3834 §2, RFC 5230 §4).</summary>
internal static class AnswerVerdict
{
    private static readonly string[] NobodyReads = ["noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "dont-reply", "nobody", "null"];

    private static readonly string[] Machines = ["mailer-daemon", "postmaster", "mail-daemon", "maildaemon", "mailerdaemon", "listserv", "majordomo", "owner-", "bounce", "daemon"];

    internal static IReadOnlyList<string> Obstacles(HeaderReader headers, MailAddress? from, MailAddress? customer, AutomaticKind kind, ExchangeNotice? notice)
    {
        var reasons = new List<string>();
        if (notice is not null)
        {
            reasons.Add(notice.Obstacle);
        }

        switch (kind)
        {
            case AutomaticKind.Bounce:
                reasons.Add("It is a report that a mail could not be delivered (RFC 3464).");
                break;
            case AutomaticKind.Complaint:
                reasons.Add("It is a complaint about a mail (RFC 5965).");
                break;
            case AutomaticKind.Receipt:
                reasons.Add("It is a receipt (RFC 8098).");
                break;
            case AutomaticKind.DmarcReport:
                reasons.Add("It is a report about mail under a domain (RFC 7489).");
                break;
            case AutomaticKind.OwnNotification:
                reasons.Add("This desk sent it itself.");
                break;
            default:
                break;
        }

        if (from is null)
        {
            reasons.Add("It names no sender who could be answered.");
        }

        if (headers.Text("Return-Path")?.Replace(" ", "", StringComparison.Ordinal) is "<>" or "")
        {
            reasons.Add("Its return path is empty (RFC 5321 §4.5.5).");
        }

        Submitted(headers, reasons);
        Lists(headers, reasons);
        if (headers.Text("X-Auto-Response-Suppress") is { } suppress && Suppresses(suppress))
        {
            reasons.Add($"X-Auto-Response-Suppress says {suppress} ([MS-OXCMAIL] 2.2.3.2.14).");
        }

        foreach (var name in (string[])["X-Loop", "X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-Failed-Recipients", AutomaticMail.OwnHeader])
        {
            if (headers.Has(name))
            {
                reasons.Add($"It carries {name}.");
            }
        }

        foreach (var recipient in new[] { from, customer }.OfType<MailAddress>().DistinctBy(address => address.Normalized).Where(IsReadByNobody))
        {
            reasons.Add($"Nobody reads what is sent to {recipient.Address}.");
        }

        if (reasons.Count == 0 && kind is AutomaticKind.AutoReply or AutomaticKind.OutOfOffice)
        {
            reasons.Add("It is an automatic answer itself.");
        }

        return reasons;
    }

    private static void Submitted(HeaderReader headers, List<string> reasons)
    {
        // RFC 3834 §5: any value but "no".
        if (headers.Text("Auto-Submitted") is { } submitted && !submitted.Split(';', '(')[0].Trim().Equals("no", StringComparison.OrdinalIgnoreCase))
        {
            reasons.Add($"Auto-Submitted says {submitted} (RFC 3834).");
        }

        if (headers.Text("Precedence") is { } precedence && precedence.Trim().ToLowerInvariant() is "bulk" or "list" or "junk" or "auto_reply")
        {
            reasons.Add($"Precedence says {headers.Text("Precedence")} (RFC 3834 §2).");
        }

        if (headers.Text("X-Precedence") is { } other && other.Trim().ToLowerInvariant() is "bulk" or "list" or "junk")
        {
            reasons.Add($"X-Precedence says {headers.Text("X-Precedence")}.");
        }
    }

    private static void Lists(HeaderReader headers, List<string> reasons)
    {
        // RFC 2369, RFC 2919; RFC 5230 §4.6 names them all.
        foreach (var name in (string[])["List-Id", "List-Help", "List-Subscribe", "List-Unsubscribe", "List-Post", "List-Owner", "List-Archive", "Mailing-List", "X-Mailing-List"])
        {
            if (headers.Has(name))
            {
                reasons.Add($"It came through a list: it carries {name}.");
                return;
            }
        }
    }

    // DR, RN and NRN only ask for no receipts.
    private static bool Suppresses(string value) =>
        value.Contains("all", StringComparison.OrdinalIgnoreCase) || value.Contains("autoreply", StringComparison.OrdinalIgnoreCase) || value.Contains("oof", StringComparison.OrdinalIgnoreCase);

    private static bool IsReadByNobody(MailAddress address)
    {
        var local = LocalPart(address);
        return Array.Exists(NobodyReads, n => local.StartsWith(n, StringComparison.Ordinal)) || Array.Exists(Machines, m => local.StartsWith(m, StringComparison.Ordinal));
    }

    private static string LocalPart(MailAddress address) => address.Normalized.Split('@')[0];
}
