using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Features.Tickets;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Answers the ticket of the test mail as an agent would, and solves it.</summary>
internal sealed class ProofAnswer(TernDbContext db, ReplyKeys keys, CurrentAgent me, TimeProvider time, IStringLocalizer<ConnectText> texts)
{
    /// <summary>Only once: an answer that is there already is the answer.</summary>
    /// <returns>When the answer was handed over; null where nobody can be answered.</returns>
    internal async Task<DateTimeOffset?> WriteAsync(long number, CancellationToken cancellationToken)
    {
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var given = await db.Outbox.Where(i => i.TicketNumber == number).Select(i => (DateTimeOffset?)i.CreatedAt).FirstOrDefaultAsync(cancellationToken);
        if (given is not null)
        {
            return given;
        }

        var ticket = await db.Tickets.Include(t => t.Customer).SingleAsync(t => t.Number == number, cancellationToken);
        var asked = await db.Messages.AsNoTracking().Where(m => m.TicketId == ticket.Id).OrderByDescending(m => m.Position).FirstOrDefaultAsync(cancellationToken);
        if (ReplyWriting.Begin(ticket, asked, me.Card, texts["Proof.Answer"].Value) is not { } letter)
        {
            return null;
        }

        ReplyWriting.Write(db, letter, tokens, TicketStatus.Solved, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return time.GetUtcNow();
    }
}
