using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Note;

/// <summary>Something for colleagues only; it never leaves.</summary>
internal static class AddNote
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/note", HandleAsync).TakesFiles();

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, IFormFileCollection files, TernDbContext db, UploadedFiles uploads, CurrentAgent me,
        TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        // As a note: it must not stand in a composer that would send it.
        IResult Refuse(string problem, int status, string? detail = null) =>
            new ReplyRefused(number, view, problem, status, form.Text, 0) { Fields = form with { Mode = AddressForm.Note }, Detail = detail };

        ChangedResult Added() => new(number, view) { NextKey = FormKey.Make(time) };

        var text = form.Text ?? "";
        if (ReplyLimits.TextProblem(text) is { } wrong)
        {
            return Refuse(wrong, StatusCodes.Status422UnprocessableEntity, ReplyLimits.TextLength);
        }

        if (files.Sum(file => file.Length) > ReplyLimits.MaxFileBytes)
        {
            return Refuse("TooLarge", StatusCodes.Status413PayloadTooLarge, ReplyLimits.Megabytes(ReplyLimits.MaxFileBytes));
        }

        var stored = InlinePictures.Place(text, await uploads.StoreAsync(files, cancellationToken));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SerialiseFeedAsync(cancellationToken); // before the form is looked for: it may be arriving a second time at this moment
        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Note, me.Id, cancellationToken) is { } before && before.IsNote(text, [.. files.Select(file => file.Length)]))
        {
            return Added();
        }

        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return Refuse("Merged", StatusCodes.Status409Conflict);
        }

        var now = time.GetUtcNow();
        var note = new Message
        {
            Id = await FormKey.TakeAsync(db, form.FormKey, MessageKind.Note, now, cancellationToken),
            TicketId = ticket.Id,
            Kind = MessageKind.Note,
            AuthorId = me.Id,
            FromName = me.Card.Name,
            FromAddress = me.Card.Email,
            VisibleText = OutgoingLetter.Written(text),
            At = now,
            CreatedAt = now,
            HasFiles = stored.Any(file => !file.IsInline),
        };
        db.Messages.Add(note);
        db.Attachments.AddRange(stored.Select(file => file.For(note.Id, now)));
        ticket.AddNote(note);
        db.TicketEvents.Add(TicketEvent.Noted(ticket, note));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.NoteAdded(logger, number);
        return Added();
    }

    internal sealed record Form : MailFormFields
    {
        public string? Text { get; init; }
    }
}
