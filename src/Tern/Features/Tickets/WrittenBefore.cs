using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>A mail that was written with a form which comes a second time.</summary>
internal sealed record WrittenBefore(long Number, Message Message)
{
    /// <summary>Whether the form asks for that mail once more; what was changed since must not be taken for sent.</summary>
    /// <param name="form">Its addresses.</param>
    /// <param name="text">Its text.</param>
    /// <param name="subject">Its subject without the ticket's number; null where it has no such field.</param>
    internal bool Is(AddressForm form, string text, string? subject = null) =>
        Message.VisibleText == OutgoingLetter.Written(text)
        && (subject is null || Message.Subject == TicketReference.InSubject(Number, subject))
        && AddressFields.Read(form, usualTo: null).Recipients is { } recipients
        && Same(Message.To, recipients.To) && Same(Message.Cc, recipients.Cc) && Same(Message.Bcc, recipients.Bcc);

    private static bool Same(IReadOnlyList<MailAddress> some, IReadOnlyList<MailAddress> others) =>
        some.Select(address => address.Normalized).ToHashSet().SetEquals(others.Select(address => address.Normalized));
}
