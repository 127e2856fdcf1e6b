using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Finds what an answer answers.</summary>
internal static class AnsweredMessage
{
    /// <summary>The last message of a person from the customer's side; of a machine, or of somebody the ticket was passed on to, only where nothing else came.</summary>
    internal static Task<Message?> LastAsync(TernDbContext db, TicketId ticket, CancellationToken cancellationToken) => db.Messages.AsNoTracking()
        .Where(message => message.TicketId == ticket && message.Kind == MessageKind.Incoming)
        .OrderBy(message => message.IsOfThirdParty)
        .ThenByDescending(message => message.Automatic == AutomaticKind.None || message.Automatic == AutomaticKind.List) // who is away, or a daemon, is not answered
        .ThenByDescending(message => message.Position)
        .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The last message of that very person, so that the answer to somebody else goes on from his own words.</summary>
    internal static async Task<Message?> LastOfAsync(TernDbContext db, TicketId ticket, MailAddress person, CancellationToken cancellationToken)
    {
        var written = await db.Messages.AsNoTracking()
            .Where(message => message.TicketId == ticket && message.Kind == MessageKind.Incoming)
            .OrderByDescending(message => message.Position)
            .Select(message => new { message.Id, Address = message.AnswerTo ?? message.FromAddress })
            .ToListAsync(cancellationToken);
        return written.Find(message => RecipientRules.Same(message.Address, person.Address)) is { } last
            ? await db.Messages.AsNoTracking().SingleAsync(message => message.Id == last.Id, cancellationToken)
            : null;
    }
}
