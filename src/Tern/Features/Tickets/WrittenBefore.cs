using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>A mail that was written with a form which comes a second time.</summary>
/// <param name="Number">Its ticket's.</param>
/// <param name="Message">What was written.</param>
/// <param name="Files">How large its files are.</param>
internal sealed record WrittenBefore(long Number, Message Message, IReadOnlyList<long> Files)
{
    /// <summary>Whether the form asks for that mail once more; what was changed or added since must not be taken for sent.</summary>
    /// <param name="form">Its addresses. A field that was not sent along says nothing.</param>
    /// <param name="text">Its text.</param>
    /// <param name="files">How large its files are. None is no change: a page that was opened anew has forgotten them.</param>
    /// <param name="subject">Its subject without the ticket's number; null where it has no such field.</param>
    internal bool Is(AddressForm form, string text, IEnumerable<long> files, string? subject = null) =>
        Message.VisibleText == OutgoingLetter.Written(text)
        && (subject is null || Message.Subject == TicketReference.InSubject(Number, subject))
        && (string.IsNullOrEmpty(form.From) || form.From.Equals(Message.FromAddress, StringComparison.OrdinalIgnoreCase))
        && AddressFields.Read(form, usualTo: null).Recipients is { } recipients
        && (form.To is null || Same(Message.To, recipients.To)) && Same(Message.Cc, recipients.Cc) && Same(Message.Bcc, recipients.Bcc)
        && Has(files);

    /// <summary>The same of a note, which goes to nobody.</summary>
    internal bool IsNote(string text, IEnumerable<long> files) => Message.VisibleText == OutgoingLetter.Written(text) && Has(files);

    private static bool Same(IReadOnlyList<MailAddress> some, IReadOnlyList<MailAddress> others) =>
        some.Select(address => address.Normalized).ToHashSet().SetEquals(others.Select(address => address.Normalized));

    private bool Has(IEnumerable<long> files)
    {
        var there = Files.ToList();
        return files.All(there.Remove);
    }
}
