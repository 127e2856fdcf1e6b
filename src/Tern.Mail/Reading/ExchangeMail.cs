using MimeKit;

namespace Tern.Mail.Reading;

/// <summary>Mail that Exchange and its services make: wrappers, notices and seals that are not what somebody wrote to us.</summary>
internal static class ExchangeMail
{
    /// <summary>What it is, and why it may not be answered; null for ordinary mail.</summary>
    internal static ExchangeNotice? Judge(HeaderReader headers, MimeMessage message, string text)
    {
        var from = headers.Mailbox("From")?.Normalized ?? "";

        // learn.microsoft.com: journaling. The mail itself is attached, and its envelope stands in the text.
        if (headers.Has("X-MS-Journal-Report"))
        {
            return new ExchangeNotice(AutomaticKind.None, "It is a journal report of Exchange; the mail it is about is attached.");
        }

        // The recall of classic Outlook is a message of its own class; in MIME its first words tell it.
        if (headers.Text("Content-Class") is { } contentClass && contentClass.Contains("recall", StringComparison.OrdinalIgnoreCase)
            || (headers.Text("Subject") is { } subject && subject.StartsWith("Recall: ", StringComparison.Ordinal) && text.Contains("would like to recall the message", StringComparison.OrdinalIgnoreCase)))
        {
            return new ExchangeNotice(AutomaticKind.AutoReply, "Its sender would like to recall an earlier message.");
        }

        // learn.microsoft.com: quarantine-quarantine-notifications.
        if (from == "quarantine@messaging.microsoft.com")
        {
            return new ExchangeNotice(AutomaticKind.AutoReply, "It is a digest of what Microsoft 365 holds in quarantine.");
        }

        if (from.EndsWith("@email.teams.microsoft.com", StringComparison.Ordinal) || from.EndsWith("@teams.mail.microsoft", StringComparison.Ordinal))
        {
            return new ExchangeNotice(AutomaticKind.AutoReply, "Microsoft Teams sent it; nobody reads an answer.");
        }

        return null;
    }

    /// <summary>The sealed content of a protected message (learn.microsoft.com: message encryption), which only its reader opens.</summary>
    internal static bool IsSealed(MimeEntity entity) =>
        entity.ContentType.IsMimeType("application", "x-microsoft-rpmsg-message") || string.Equals(entity.ContentDisposition?.FileName ?? entity.ContentType.Name, "message.rpmsg", StringComparison.OrdinalIgnoreCase);

    /// <summary>A file that Safe Attachments is still looking at (learn.microsoft.com: safe-attachments-about, dynamic delivery).</summary>
    internal static bool IsPlaceholder(MimeEntity entity) =>
        (entity.ContentDisposition?.FileName ?? entity.ContentType.Name) is { } name && name.StartsWith("Safe Attachments Scan In Progress", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A notice of Exchange: which kind of automatic mail, and the reason not to answer it.</summary>
internal sealed record ExchangeNotice(AutomaticKind Kind, string Obstacle);
