using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Reply;

/// <summary>An agent answers. Message, outbox row and events are one transaction; the mail itself leaves afterwards, from the ticket's mailbox.</summary>
internal static class SendReply
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/reply", HandleAsync).TakesFiles();

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, IFormFileCollection files, TernDbContext db, UploadedFiles uploads,
        ReplyAddressing addressing, ReplyKeys keys, CurrentAgent me, TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        IResult Refuse(string problem, int status, int newest = 0, string? detail = null) =>
            new ReplyRefused(number, view, problem, status, form.Text, newest) { Fields = form, Detail = detail, Confirmed = form.Confirmed };

        ChangedResult Sent() => new(number, view) { NextKey = FormKey.Make(time) };

        // Whatever a browser made of it: this is the last place where a note can be kept from the customer.
        if (form.IsNote)
        {
            return Refuse("NoteNotSent", StatusCodes.Status422UnprocessableEntity);
        }

        var text = form.Text ?? "";
        if (ReplyLimits.TextProblem(text) is { } wrong)
        {
            return Refuse(wrong, StatusCodes.Status422UnprocessableEntity, detail: ReplyLimits.TextLength);
        }

        var size = files.Sum(file => file.Length);
        if (size > ReplyLimits.MaxFileBytes)
        {
            return Refuse("TooLarge", StatusCodes.Status413PayloadTooLarge, detail: ReplyLimits.Megabytes(ReplyLimits.MaxFileBytes));
        }

        // Contents first: the transaction below must be short.
        var stored = await uploads.StoreAsync(files, cancellationToken);
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SerialiseFeedAsync(cancellationToken); // before the form is looked for: it may be arriving a second time at this moment
        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Reply, me.Id, cancellationToken) is { } before)
        {
            return before.Is(form, text, [.. files.Select(file => file.Length)]) ? Sent() : Refuse("AnsweredBefore", StatusCodes.Status409Conflict);
        }

        var ticket = await db.Tickets.Include(ticket => ticket.Customer).SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return Refuse("Merged", StatusCodes.Status409Conflict);
        }

        if (ticket.MessageCount > Math.Max(form.Seen, form.Confirmed ?? 0))
        {
            return Refuse("Conflict", StatusCodes.Status409Conflict, ticket.MessageCount);
        }

        var (letter, problem) = await addressing.AddressAsync(ticket, form, text, size, cancellationToken);
        if (letter is null)
        {
            return Refuse(problem!.Key, problem.Status, detail: problem.Address);
        }

        var now = time.GetUtcNow();
        var next = form.Status is { } status && TicketStatuses.Choices.Contains(status) ? status : (TicketStatus?)null;
        var outbox = ReplyWriting.Write(db, letter with { Id = await FormKey.TakeAsync(db, form.FormKey, MessageKind.Reply, now, cancellationToken), Files = InlinePictures.Place(text, stored) }, tokens, next, now);
        await db.JoinAsync(ticket.Id, letter.Recipients, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody was faster by milliseconds; the agent sees what and decides.
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            var newest = await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.MessageCount).SingleAsync(cancellationToken);
            return Refuse("Conflict", StatusCodes.Status409Conflict, newest);
        }

        Log.ReplyQueued(logger, number, outbox.Key);
        return Sent();
    }

    internal sealed record Form : MailFormFields
    {
        public string? Text { get; init; }

        /// <summary>How many messages the ticket had when the agent last looked at it.</summary>
        public int Seen { get; init; }

        /// <summary>How many it had when the agent was told of newer ones and chose to send all the same.</summary>
        public int? Confirmed { get; init; }

        public TicketStatus? Status { get; init; }
    }
}
