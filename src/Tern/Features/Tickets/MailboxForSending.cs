using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>The mailbox that a mail leaves from, with what it adds.</summary>
/// <param name="From">Its address and the name customers see.</param>
/// <param name="Signature">Plain text under what agents write; null where there is none.</param>
/// <param name="UsesTicketAddress">Answers are asked to a ticket's own address.</param>
internal sealed record MailboxForSending(MailAddress From, string? Signature, bool UsesTicketAddress);
