using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Merge;

/// <summary>Closes a ticket in favour of another. What was said stays where it was said; whoever took part, and whatever comes in, goes over.</summary>
internal static class MergeTicket
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/merge", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, TernDbContext db, CurrentAgent me, TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null)
        {
            return TypedResults.NotFound();
        }

        var survivor = await db.Tickets.SingleOrDefaultAsync(other => other.Number == form.Into, cancellationToken);
        if (survivor is null || survivor.Id == ticket.Id || survivor.MergedIntoId is not null || ticket.MergedIntoId is not null)
        {
            return new ReplyRefused(number, view, "CannotMerge", StatusCodes.Status422UnprocessableEntity, null, 0);
        }

        var now = time.GetUtcNow();
        var (before, survivorBefore) = (ticket.Status, survivor.Status);
        if (survivor.TakeOver(ticket, now))
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(survivor, survivorBefore, me.Id, now));
        }

        ticket.MergeInto(survivor, now);
        if (ticket.Status != before)
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, me.Id, now));
        }

        foreach (var earlier in await db.Tickets.Where(other => other.MergedIntoId == ticket.Id).ToListAsync(cancellationToken))
        {
            earlier.FollowMerge(survivor);
        }

        await TakeOverParticipantsAsync(db, ticket.Id, survivor.Id, cancellationToken);
        db.TicketEvents.Add(TicketEvent.MergedInto(ticket, survivor, me.Id, now));
        db.TicketEvents.Add(TicketEvent.TookOver(survivor, ticket, me.Id, now));
        await db.SaveChangesAsync(cancellationToken); // both were changed: a lost race surfaces as 409 in the problem pages
        Log.TicketMerged(logger, number, survivor.Number);
        return new MovedResult(survivor.Number, view);
    }

    /// <summary>Their numbers in a subject must count there as well.</summary>
    private static async Task TakeOverParticipantsAsync(TernDbContext db, TicketId from, TicketId to, CancellationToken cancellationToken)
    {
        var rows = await db.Participants.AsNoTracking()
            .Where(participant => participant.TicketId == from || participant.TicketId == to)
            .ToListAsync(cancellationToken);
        var there = rows.Where(participant => participant.TicketId == to).Select(participant => participant.AddressNormalized);
        db.Participants.AddRange(rows.Where(participant => participant.TicketId == from)
            .Select(participant => participant.AddressNormalized)
            .Except(there)
            .Select(address => new Participant { TicketId = to, AddressNormalized = address }));
    }

    internal sealed record Form
    {
        public long Into { get; init; }
    }
}
