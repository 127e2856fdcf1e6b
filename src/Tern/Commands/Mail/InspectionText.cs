using System.Globalization;
using System.Text;
using Tern.Features.Administration;

namespace Tern.Commands.Mail;

/// <summary>An inspection for people at a terminal.</summary>
internal static class InspectionText
{
    internal static string Of(MailInspection mail)
    {
        var text = new StringBuilder();
        Line(text, "file", mail.File);
        Line(text, "from", Text(mail.From));
        Line(text, "reply to", Join(mail.ReplyTo));
        Line(text, "to", Join(mail.To));
        Line(text, "cc", Join(mail.Cc));
        Line(text, "customer", Text(mail.Customer));
        Line(text, "subject", mail.Subject);
        Line(text, "date", mail.Date?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture));
        Line(text, "message id", mail.MessageId);
        Line(text, "in reply to", string.Join(' ', mail.InReplyTo));
        Line(text, "references", string.Join(' ', mail.References));
        Line(text, "kind", Word(mail.Automatic.Kind));
        Line(text, "may answer", mail.Automatic.MayAnswer ? "yes" : $"no. {string.Join(' ', mail.Automatic.Reasons)}");
        if (mail.Authentication is { } found)
        {
            Line(text, "sender", $"{(found.Vouched ? "vouched for" : "not proven")} (SPF {found.Spf ?? "-"}, DKIM {found.Dkim ?? "-"}, DMARC {found.Dmarc ?? "-"})");
        }

        foreach (var bounce in mail.Bounce)
        {
            Line(text, "undelivered", $"{bounce.Recipient ?? "somebody"}: {Word(bounce.Reason)}{(bounce.Permanent ? ", permanent" : "")} {bounce.Status} {bounce.ReplyCode}".TrimEnd());
        }

        Line(text, "returned", mail.Returned);
        foreach (var forwarded in mail.Forwarded)
        {
            Line(text, "passes on", $"{Text(forwarded.From)}: {forwarded.Subject}");
        }

        foreach (var file in mail.Attachments)
        {
            Line(text, file.Inline ? "picture" : "file", string.Create(CultureInfo.InvariantCulture, $"{file.Name}  {file.ContentType}  {file.Size} bytes  {file.Sha256}"));
        }

        if (mail.Invitation is { } meeting)
        {
            var form = meeting.AllDay ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm zzz";
            var (start, end) = (meeting.Start?.ToString(form, CultureInfo.InvariantCulture), meeting.End?.ToString(form, CultureInfo.InvariantCulture));
            Line(text, "invitation", $"{meeting.Answer ?? meeting.Method}: {meeting.Summary}, {start} to {end}, {meeting.Location}");
        }

        Line(text, "sealed", mail.Encrypted ? "encrypted" : mail.HasSignature ? "signed (not verified)" : null);
        foreach (var tracker in mail.Trackers)
        {
            Line(text, "tracker", tracker);
        }

        Line(text, "set aside", mail.Quarantined);
        foreach (var problem in mail.Problems)
        {
            Line(text, "problem", problem);
        }

        Passage(text, "written now", mail.Quarantined is null ? mail.Reply.Text : Beginning(mail.Reply.Text));
        Passage(text, "folded", mail.Rest.Text);

        return text.Append('\n').ToString();
    }

    private static void Passage(StringBuilder text, string name, string words)
    {
        if (words.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n-- {name}\n{Harmless(words.TrimEnd())}\n");
        }
    }

    private static string Beginning(string words) => words.Length > 500 ? words[..500] + " […]" : words;

    /// <summary>What a stranger wrote must not command the terminal.</summary>
    private static string Harmless(string words) =>
        words.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? string.Concat(words.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c)) : words;

    /// <summary>As the JSON has it.</summary>
    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Line(StringBuilder text, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name + ":",-13}{Harmless(value)}\n");
        }
    }

    private static string Join(IReadOnlyList<MailInspection.Address> addresses) => string.Join(", ", addresses.Select(Text));

    private static string Text(MailInspection.Address? address) => address is null ? "" : address.Name is null ? address.Email : $"{address.Name} <{address.Email}>";
}
