namespace Tern.Mail;

/// <summary>What a Message-ID or an address says of a ticket. It may be forged: <see cref="ReplyTokens.Proves"/> tells.</summary>
/// <param name="Ticket">The number of the ticket it speaks of.</param>
/// <param name="Context">What was signed beside the ticket.</param>
/// <param name="Signature">By whom.</param>
public sealed record TicketToken(long Ticket, string Context, string Signature);
