using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Features.Tickets;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Answers the ticket of the test mail as an agent would, and solves it.</summary>
internal sealed class ProofAnswer(TernDbContext db, ReplyKeys keys, CurrentAgent me, TimeProvider time, IStringLocalizer<ConnectText> texts)
{
    /// <returns>False where nobody can be answered.</returns>
    internal async Task<bool> WriteAsync(long number, CancellationToken cancellationToken)
    {
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ticket = await db.Tickets.Include(t => t.Customer).SingleAsync(t => t.Number == number, cancellationToken);
        var asked = await db.Messages.AsNoTracking().Where(m => m.TicketId == ticket.Id).OrderByDescending(m => m.Position).FirstOrDefaultAsync(cancellationToken);
        if (ReplyWriting.Begin(ticket, asked, [], me.Card, tokens, time.GetUtcNow()) is not { } writing)
        {
            return false;
        }

        writing.Write(db, texts["Proof.Answer"].Value, [], TicketStatus.Solved);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}
