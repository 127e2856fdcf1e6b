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
            Id = new MessageId(Guid.CreateVersion7(now)),
            TicketId = ticket.Id,
            Kind = MessageKind.Note,
            AuthorId = me.Id,
            FromName = me.Card.Name,
            FromAddress = me.Card.Email,
            VisibleText = text.ReplaceLineEndings("\n").Trim(),
            At = now,
            CreatedAt = now,
            HasFiles = stored.Any(file => !file.IsInline),
        };
        db.Messages.Add(note);
        db.Attachments.AddRange(stored.Select(file => file.For(note.Id, now)));
        ticket.AddNote(note);
        db.TicketEvents.Add(TicketEvent.Noted(ticket, note));
        await db.SaveChangesAsync(cancellationToken);
        Log.NoteAdded(logger, number);
        return new ChangedResult(number, view, "ternSent");
    }

    internal sealed record Form : AddressForm
    {
        public string? Text { get; init; }
    }
}
