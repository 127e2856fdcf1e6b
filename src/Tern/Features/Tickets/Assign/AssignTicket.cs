using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Assign;

/// <summary>An agent takes a ticket, hands it to a colleague, or puts it back.</summary>
internal static class AssignTicket
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/assignee", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, TernDbContext db, AgentDirectory agents, CurrentAgent me, TimeProvider time,
        ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        AgentId? agent = Guid.TryParse(form.Agent, out var id) ? new AgentId(id) : null;
        var isKnown = agent is { } chosen ? await agents.FindAsync(chosen, cancellationToken) is not null : string.IsNullOrEmpty(form.Agent);
        if (ticket is null || !isKnown)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return new ReplyRefused(number, view, "Merged", StatusCodes.Status409Conflict, null, 0);
        }

        var before = ticket.AssigneeId;
        var now = time.GetUtcNow();
        if (ticket.AssignTo(agent, now))
        {
            db.TicketEvents.Add(TicketEvent.Assigned(ticket, before, me.Id, now));
            await db.SaveChangesAsync(cancellationToken); // a lost race surfaces as 409 in the problem pages
            Log.TicketAssigned(logger, number, agent);
        }

        return new ChangedResult(number, view);
    }

    internal sealed record Form
    {
        /// <summary>Empty for nobody, as the page's list sends it.</summary>
        public string? Agent { get; init; }
    }
}
