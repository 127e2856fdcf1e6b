using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>A mail that was written with a form which comes a second time.</summary>
/// <param name="Number">Its ticket's.</param>
/// <param name="Message">What was written.</param>
/// <param name="Files">Its files, by name and size.</param>
internal sealed record WrittenBefore(long Number, Message Message, IReadOnlyList<(string Name, long Size)> Files)
{
    /// <summary>Whether the form asks for that mail once more; what was changed or added since must not be taken for sent.</summary>
    /// <param name="form">Its addresses. A field that was not sent along says nothing.</param>
    /// <param name="text">Its text.</param>
    /// <param name="uploads">How large the files are that came along. None is no change: a page that was opened anew has forgotten them.</param>
    /// <param name="subject">Its subject without the ticket's number; null where it has no such field.</param>
    internal bool Is(AddressForm form, string text, IReadOnlyList<long> uploads, string? subject = null) => IsMail(form, text, subject) && Has(uploads);

    /// <summary>The same of one that passes on files of a message.</summary>
    /// <param name="form">Its addresses.</param>
    /// <param name="text">Its text.</param>
    /// <param name="uploads">How large the files are that came along.</param>
    /// <param name="kept">Those of the message that were chosen.</param>
    /// <param name="left">Those that were not.</param>
    internal bool Is(AddressForm form, string text, IReadOnlyList<long> uploads, IReadOnlyList<(string Name, long Size)> kept, IReadOnlyList<(string Name, long Size)> left) =>
        IsMail(form, text, subject: null) && (uploads.Count > 0 ? Has([.. uploads, .. kept.Select(file => file.Size)]) : kept.All(Files.Contains) && !left.Any(Files.Contains));

    /// <summary>The same of a note, which goes to nobody.</summary>
    internal bool IsNote(string text, IReadOnlyList<long> uploads) => Message.VisibleText == OutgoingLetter.Written(text) && Has(uploads);

    private bool IsMail(AddressForm form, string text, string? subject) =>
        Message.VisibleText == OutgoingLetter.Written(text)
        && (subject is null || Message.Subject == TicketReference.InSubject(Number, subject))
        && (string.IsNullOrEmpty(form.From) || form.From.Equals(Message.FromAddress, StringComparison.OrdinalIgnoreCase))
        && AddressFields.Read(form, usualTo: null).Recipients is { } recipients
        && (form.To is null || Same(Message.To, recipients.To)) && Same(Message.Cc, recipients.Cc) && Same(Message.Bcc, recipients.Bcc);

    private static bool Same(IReadOnlyList<MailAddress> some, IReadOnlyList<MailAddress> others) =>
        some.Select(address => address.Normalized).ToHashSet().SetEquals(others.Select(address => address.Normalized));

    private bool Has(IReadOnlyList<long> files) => files.Count == 0 || files.Order().SequenceEqual(Files.Select(file => file.Size).Order());
}
