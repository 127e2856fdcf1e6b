using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Status;

/// <summary>An agent says where a ticket stands.</summary>
internal static class ChangeStatus
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/status", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, TernDbContext db, CurrentAgent me, TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null || form.Status is not { } status || !TicketStatuses.Choices.Contains(status))
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return new ReplyRefused(number, view, "Merged", StatusCodes.Status409Conflict, null, 0);
        }

        var before = ticket.Status;
        var now = time.GetUtcNow();
        if (ticket.ChangeStatus(status, now))
        {
            db.TicketEvents.Add(TicketEvent.StatusChanged(ticket, before, me.Id, now));
            await db.SaveChangesAsync(cancellationToken); // a lost race surfaces as 409 in the problem pages
            Log.StatusChanged(logger, number, status);
        }

        return new ChangedResult(number, view);
    }

    internal sealed record Form
    {
        public TicketStatus? Status { get; init; }
    }
}
