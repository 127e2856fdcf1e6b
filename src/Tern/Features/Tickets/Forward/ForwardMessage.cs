using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets.Forward;

/// <summary>
/// A message of a ticket is passed on to somebody outside, with those of its files that were chosen. What he answers comes back into the ticket and is not taken for
/// the customer's. Notes are for colleagues and are never passed on.
/// </summary>
internal static class ForwardMessage
{
    internal static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapGet("/{number:long}/messages/{id:guid}/forward", PageAsync);
        tickets.MapPost("/{number:long}/messages/{id:guid}/forward", HandleAsync).TakesFiles();
    }

    private static async Task<IResult> PageAsync(long number, Guid id, ForwardSource source, TimeProvider time, CancellationToken cancellationToken) =>
        await source.LoadAsync(number, id, cancellationToken) is { } model
            ? new RazorComponentResult<ForwardPage>(new Dictionary<string, object?> { [nameof(ForwardPage.Model)] = model, [nameof(ForwardPage.Key)] = FormKey.Make(time) })
            : Web.Problems.Page(StatusCodes.Status404NotFound, "NotFound");

    private static async Task<IResult> HandleAsync(
        long number, Guid id, string? view, [FromForm] Form form, IFormFileCollection files, TernDbContext db, UploadedFiles uploads, ForwardSource source,
        AddressFields fields, TicketSender senders, ReplyKeys keys, CurrentAgent me, TimeProvider time, ILogger<Ticket> logger, HttpContext context, CancellationToken cancellationToken)
    {
        async Task<IResult> RefuseAsync(string problem, string? detail = null, int status = StatusCodes.Status422UnprocessableEntity) => context.Request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<ReplyProblem>(new Dictionary<string, object?> { [nameof(ReplyProblem.Key)] = problem, [nameof(ReplyProblem.Detail)] = detail }) { StatusCode = status }
            : new RazorComponentResult<ForwardPage>(new Dictionary<string, object?>
            {
                [nameof(ForwardPage.Model)] = await source.LoadAsync(number, id, cancellationToken),
                [nameof(ForwardPage.Key)] = FormKey.Again(form.FormKey, time),
                [nameof(ForwardPage.Fields)] = form,
                [nameof(ForwardPage.Kept)] = form.Keep ?? [],
                [nameof(ForwardPage.Text)] = form.Text,
                [nameof(ForwardPage.Problem)] = problem,
                [nameof(ForwardPage.Detail)] = detail,
            })
            { StatusCode = status };

        IResult Sent(long ticket) => new MovedResult(ticket, view) { Event = "ternSent" };
        async Task<IResult> SentBeforeAsync(WrittenBefore before)
        {
            var original = new MessageId(id);
            var chosen = form.Keep ?? [];
            var own = await db.Attachments.Where(file => file.MessageId == original && !file.IsInline).Select(file => new { file.Id, file.Name, file.Size }).ToListAsync(cancellationToken);
            var isKept = own.ToLookup(file => chosen.Contains(file.Id.Value), file => (file.Name, file.Size));
            return before.Is(form, form.Text ?? "", [.. files.Select(file => file.Length)], [.. isKept[true]], [.. isKept[false]])
                ? Sent(before.Number)
                : await RefuseAsync("SentBefore", $"{before.Number}", StatusCodes.Status409Conflict);
        }

        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Forward, me.Id, cancellationToken) is { } before)
        {
            return await SentBeforeAsync(before);
        }

        var ticketId = await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => (TicketId?)ticket.Id).SingleOrDefaultAsync(cancellationToken);
        if (ticketId is not { } known || await ForwardSource.FindAsync(db, known, id, cancellationToken) is not { } message)
        {
            return TypedResults.NotFound();
        }

        var text = form.Text ?? "";
        if (ReplyLimits.IsTooLong(text))
        {
            return await RefuseAsync(ReplyLimits.TextTooLong, ReplyLimits.TextLength);
        }

        var uploaded = files.Sum(file => file.Length);
        if (uploaded > ReplyLimits.MaxFileBytes)
        {
            return await RefuseAsync("TooLarge", ReplyLimits.Megabytes(ReplyLimits.MaxFileBytes), StatusCodes.Status413PayloadTooLarge);
        }

        // Contents first: what follows must be short, and the ticket may change while they are on their way.
        var stored = await uploads.StoreAsync(files, cancellationToken);
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SerialiseFeedAsync(cancellationToken); // before the form is looked for: it may be arriving a second time at this moment
        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Forward, me.Id, cancellationToken) is { } meanwhile)
        {
            return await SentBeforeAsync(meanwhile);
        }

        var ticket = await db.Tickets.SingleAsync(ticket => ticket.Id == known, cancellationToken);
        if (ticket.MergedIntoId is not null)
        {
            return await RefuseAsync("Merged", status: StatusCodes.Status409Conflict);
        }

        var kept = await ForwardSource.FilesAsync(db, message.Id, form.Keep ?? [], cancellationToken);
        var size = uploaded + kept.Sum(file => file.Size) + await ForwardSource.PictureBytesAsync(db, message, cancellationToken);
        var (sender, problem) = await senders.FindAsync(ticket, form.From, size, cancellationToken);
        (var recipients, problem) = sender is null ? (null, problem) : await fields.ReadAsync(form, usualTo: null, cancellationToken);
        if (sender is null || recipients is null)
        {
            return await RefuseAsync(problem!.Key, problem.Address, problem.Status);
        }

        var now = time.GetUtcNow();
        var letter = new OutgoingLetter
        {
            Id = await FormKey.TakeAsync(db, form.FormKey, MessageKind.Forward, now, cancellationToken),
            Ticket = ticket,
            Kind = MessageKind.Forward,
            Mailbox = sender.Mailbox,
            FromAddress = sender.Address,
            ChosenSender = sender.IsUsual ? null : sender.Address,
            Recipients = recipients,
            Subject = TicketReference.InSubject(number, MailSubject.Forward(message.Subject.Length == 0 ? ticket.Subject : message.Subject)),
            Text = text,
            Forwarded = message,
            Files = [.. kept, .. InlinePictures.Place(text, stored)],
            Agent = me.Card,
        };
        var (written, outbox) = letter.Write(db, tokens, now);
        ticket.PassOn(written);
        db.TicketEvents.Add(TicketEvent.Forwarded(ticket, written));
        await db.JoinAsync(ticket.Id, recipients, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody was faster by milliseconds; the agent's words come back and can be sent again.
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            return await RefuseAsync("ForwardRaced", status: StatusCodes.Status409Conflict);
        }

        Log.Forwarded(logger, number, outbox.Key);
        return Sent(number);
    }

    internal sealed record Form : MailFormFields
    {
        /// <summary>What the agent says about it; may be empty.</summary>
        public string? Text { get; init; }

        /// <summary>The files of the message that go along.</summary>
        public Guid[]? Keep { get; init; }
    }
}
