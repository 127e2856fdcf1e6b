using MimeKit;
using Tern.Mail.Reading;

namespace Tern.Mail.Composing;

/// <summary>What a mail that no person wrote says of itself, so that nothing answers it and we know it when it comes back.</summary>
internal static class AutomaticHeaders
{
    private const int MaxMark = 200;

    /// <exception cref="ArgumentException">The mark is missing, or not 1 to 200 printable ASCII characters.</exception>
    internal static void Write(HeaderList headers, OutgoingMail mail)
    {
        if (mail.Kind == OutgoingKind.Person)
        {
            return;
        }

        if (mail.NotificationMark is not { Length: > 0 and <= MaxMark } mark || mark.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0)
        {
            throw new ArgumentException($"A mail that no person wrote needs a mark of 1 to {MaxMark} printable ASCII characters without spaces.", nameof(mail));
        }

        // RFC 3834 §5: an answer to one mail is auto-replied (§3.1.7), all else auto-generated. The second header is what Exchange and Outlook
        // understand ([MS-OXCMAIL] 2.2.3.2.14).
        headers.Add("Auto-Submitted", mail.Kind == OutgoingKind.Acknowledgement ? "auto-replied" : "auto-generated");
        headers.Add("X-Auto-Response-Suppress", "All");
        headers.Add(AutomaticMail.OwnHeader, mark);
    }
}
