using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets.Deliveries;

/// <summary>
/// An agent decides about a mail of which nobody can prove whether it left: it is looked for again, sent again at the agent's own risk of a second copy, or what was
/// found elsewhere is taken for good. One that was refused may be sent again too, and one that waits is withdrawn.
/// </summary>
internal static class ResolveDelivery
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/messages/{id:guid}/delivery", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, Guid id, string? view, [FromForm] Form form, TernDbContext db, IOurAddresses ours, TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        var item = await db.Outbox.SingleOrDefaultAsync(item => item.TicketNumber == number && item.MessageId == message, cancellationToken);
        if (item is null || form.Choice is not { } choice)
        {
            return TypedResults.NotFound();
        }

        if (choice is DeliveryChoice.Look or DeliveryChoice.Send)
        {
            // By its id while that mailbox stands, whatever its address is by now; one that was removed and connected anew is found by its address.
            var of = await db.Tickets.Where(ticket => ticket.Id == item.TicketId).Select(ticket => new { ticket.MailboxId, ticket.MailboxAddress }).SingleAsync(cancellationToken);
            if ((of.MailboxId ?? (of.MailboxAddress is { } address ? await ours.FindAsync(address, cancellationToken) : null)) is not { } mailbox)
            {
                return new ReplyRefused(number, view, "MailboxRemoved", StatusCodes.Status422UnprocessableEntity, null, 0);
            }

            item.MailboxId = mailbox;
        }

        var now = time.GetUtcNow();
        if (Apply(item, choice, now))
        {
            db.TicketEvents.Add(TicketEvent.DeliveryChanged(item, now));
            await db.SaveChangesAsync(cancellationToken); // a lost race surfaces as 409 in the problem pages
            Log.DeliveryResolved(logger, number, item.Key, item.State);
        }

        return new ChangedResult(number, view);
    }

    /// <returns>False where the choice does not fit what became of the mail.</returns>
    private static bool Apply(OutboxItem item, DeliveryChoice choice, DateTimeOffset now)
    {
        switch (choice)
        {
            case DeliveryChoice.Look when item.State == OutboxState.Uncertain:
                item.State = OutboxState.Sending;
                item.Looks = 0;
                item.NextAttemptAt = now;
                return true;
            case DeliveryChoice.Send when item.State is OutboxState.Uncertain or OutboxState.Failed:
                // It is looked for once more before anything is made: what shows by then is not sent twice.
                item.State = OutboxState.Queued;
                (item.Attempts, item.Looks, item.Sends) = (1, 0, 0);
                (item.LastErrorCode, item.LastProviderCode, item.LastErrorText) = (null, null, null);
                item.NextAttemptAt = now;
                return true;
            case DeliveryChoice.Done when item.State == OutboxState.Uncertain:
                item.State = OutboxState.Settled;
                item.NextAttemptAt = null;
                return true;
            case DeliveryChoice.Withdraw when item.State is OutboxState.Queued or OutboxState.Drafted:
                // A step that is under way finds it withdrawn before it asks the provider to send (OutboxTable.SaveAsync).
                item.State = OutboxState.Failed;
                (item.NextAttemptAt, item.HeldUntil) = (null, null);
                return true;
            default:
                return false;
        }
    }

    internal sealed record Form
    {
        public DeliveryChoice? Choice { get; init; }
    }
}
