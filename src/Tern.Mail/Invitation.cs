namespace Tern.Mail;

/// <summary>A meeting that a mail invites to, changes, cancels or answers (iCalendar, RFC 5545; by mail, RFC 6047).</summary>
/// <param name="Method">What the mail wants, in upper case: REQUEST, CANCEL, REPLY, COUNTER, PUBLISH … (RFC 5546 §1.4).</param>
/// <param name="Summary">The title; empty where there is none.</param>
/// <param name="Start">When it begins; null where it cannot be read.</param>
/// <param name="End">When it ends; null where it does not say.</param>
/// <param name="IsAllDay">Start and end are days, and their times mean nothing.</param>
/// <param name="Location">Where; empty where it does not say.</param>
/// <param name="Organizer">Who invites.</param>
/// <param name="Answer">Of a reply: what the attendee says, in upper case: ACCEPTED, DECLINED, TENTATIVE …</param>
/// <param name="Uid">The meeting's own id, the same in every mail about it.</param>
public sealed record Invitation(
    string Method, string Summary, DateTimeOffset? Start, DateTimeOffset? End, bool IsAllDay, string Location, MailAddress? Organizer, string? Answer, string? Uid);
