using System.Text.RegularExpressions;
using MimeKit;
using Tern.Mail.Bounces;

namespace Tern.Mail.Reading;

/// <summary>Tells mail of machines from mail of people by headers and form (RFC 3834, RFC 3464, RFC 5965, RFC 8098).</summary>
internal static partial class AutomaticMail
{
    /// <summary>Marks what Tern itself sends unasked, so that it is known when it comes back.</summary>
    internal const string OwnHeader = "X-Tern-Notification";

    private static readonly string[] AwayWords =
    [
        "out of office", "out of the office", "automatic reply", "auto reply", "autoreply", "auto-reply", "abwesend", "abwesenheit", "automatische antwort",
        "absence du bureau", "réponse automatique", "absent du bureau", "respuesta automática", "fuera de la oficina", "automatisch antwoord", "vacation",
    ];

    private static readonly string[] BounceSubjects =
    [
        "undelivered mail", "undeliverable", "delivery status notification", "mail delivery failed", "returned mail", "failure notice", "delivery failure",
        "unzustellbar", "undelivered", "mail delivery failure", "delivery has failed", "non remis", "no se puede entregar", "mail system error", "could not be delivered", "non-delivery",
    ];

    private static readonly string[] Daemons = ["mailer-daemon@", "postmaster@", "mail-daemon@", "mailerdaemon@", "mmdf@", "maildelivery@", "maildaemon@"];

    internal static AutomaticKind Judge(HeaderReader headers, MimeMessage message, string text, ReplyTokens? tokens)
    {
        if (headers.Text(OwnHeader) is { } mark)
        {
            // Of another desk it is a machine's word, and worth reading.
            return tokens is null || tokens.IsOurMark(mark) ? AutomaticKind.OwnNotification : AutomaticKind.AutoReply;
        }

        if (ByForm(message) is { } form)
        {
            return form;
        }

        var subject = headers.Text("Subject") ?? "";
        if (DmarcSubject().IsMatch(subject))
        {
            return AutomaticKind.DmarcReport;
        }

        var from = headers.Mailbox("From")?.Normalized ?? "";
        if (subject.StartsWith("complaint about message from", StringComparison.OrdinalIgnoreCase))
        {
            // Outlook.com's feedback loop, older than RFC 5965.
            return AutomaticKind.Complaint;
        }

        if (SesNotification.Kind(text) is { } told)
        {
            return told == "Bounce" ? AutomaticKind.Bounce : AutomaticKind.Complaint;
        }

        // Many daemons have no address at all: "From: MAILER-DAEMON <>".
        var author = headers.Text("From") ?? "";
        var isMailer = author.Contains("mailer-daemon", StringComparison.OrdinalIgnoreCase) || author.Contains("mail delivery s", StringComparison.OrdinalIgnoreCase);
        var plain = from.Replace("_", "", StringComparison.Ordinal);
        var isDaemon = Array.Exists(Daemons, d => plain.StartsWith(d, StringComparison.Ordinal));
        var nullPath = headers.Text("Return-Path") is "<>";
        var isFailure = Says(subject, BounceSubjects) || SaysFailed(text);
        if (headers.Has("X-Failed-Recipients") || (isDaemon && nullPath) || ((isMailer || isDaemon || nullPath) && isFailure) || (Returns(message.Body) && SaysFailed(text)))
        {
            return AutomaticKind.Bounce;
        }

        var submitted = headers.Text("Auto-Submitted");
        var answers = submitted?.StartsWith("auto-replied", StringComparison.OrdinalIgnoreCase) == true
            || headers.Has("X-Autoreply") || headers.Has("X-Autorespond") || headers.Has("X-Auto-Reply")
            || string.Equals(headers.Text("Precedence"), "auto_reply", StringComparison.OrdinalIgnoreCase)
            || string.Equals(headers.Text("X-POST-MessageClass"), "9; Autoresponder", StringComparison.OrdinalIgnoreCase);
        if (answers)
        {
            return Says(subject, AwayWords) ? AutomaticKind.OutOfOffice : AutomaticKind.AutoReply;
        }

        if (submitted is not null && !submitted.StartsWith("no", StringComparison.OrdinalIgnoreCase))
        {
            return AutomaticKind.AutoReply;
        }

        if (headers.Has("List-Id") || headers.Has("List-Unsubscribe") || headers.Has("List-Post")
            || headers.Text("Precedence")?.ToLowerInvariant() is "bulk" or "list" or "junk")
        {
            return AutomaticKind.List;
        }

        return headers.Text("X-Auto-Response-Suppress") is not null && StartsWithAny(subject, AwayWords) ? AutomaticKind.OutOfOffice : AutomaticKind.None;
    }

    /// <summary>A notice before the mail it is about.</summary>
    private static bool Returns(MimeEntity? body) =>
        body is Multipart { Count: 2 } multipart && multipart.ContentType.IsMimeType("multipart", "mixed") && multipart[0] is TextPart && multipart[1] is MessagePart;

    private static bool SaysFailed(string text) => FailureWords().IsMatch(text.Length > 2000 ? text[..2000] : text);

    private static AutomaticKind? ByForm(MimeMessage message)
    {
        if (message.Body is not Multipart multipart || multipart.ContentType.IsMimeType("multipart", "alternative"))
        {
            return null;
        }

        // Some send the parts of a report under multipart/mixed; the machine-readable part says it all the same.
        var isReport = multipart.ContentType.IsMimeType("multipart", "report");
        var type = isReport ? multipart.ContentType.Parameters["report-type"]?.ToLowerInvariant() : null;
        foreach (var child in multipart)
        {
            type ??= child.ContentType.IsMimeType("message", "delivery-status") ? "delivery-status"
                : child.ContentType.IsMimeType("message", "feedback-report") ? "feedback-report"
                : child.ContentType.IsMimeType("message", "disposition-notification") ? "disposition-notification" : null;
        }

        return type switch
        {
            "feedback-report" => AutomaticKind.Complaint,
            "disposition-notification" => AutomaticKind.Receipt,
            "delivery-status" => MachineReport.IsOfSuccess(message) ? AutomaticKind.Receipt : AutomaticKind.Bounce,
            _ => null,
        };
    }

    private static bool Says(string subject, string[] words) => Array.Exists(words, w => subject.Contains(w, StringComparison.OrdinalIgnoreCase));

    private static bool StartsWithAny(string subject, string[] words) => Array.Exists(words, w => subject.StartsWith(w, StringComparison.OrdinalIgnoreCase));

    // RFC 7489 §7.2.1.1: "Report Domain: … Submitter: … Report-ID: …".
    [GeneratedRegex(@"^\s*Report Domain:\s*\S+\s+Submitter:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DmarcSubject();

    [GeneratedRegex(@"could not be delivered|undeliverable|trouble delivering|transcript of session|failed addresses|returning to sender|final-recipient:|(?:user|host) unknown|unknown (?:user|host)|rejected recipient|(?:delivery|deliver).{0,40}fail|error message below:|returned to sender", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FailureWords();
}
