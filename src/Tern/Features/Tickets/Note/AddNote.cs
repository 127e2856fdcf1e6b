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
        if (string.IsNullOrWhiteSpace(form.Text) || form.Text.Length > ReplyLimits.MaxTextLength)
        {
            return new ReplyRefused(number, view, "TextMissing", StatusCodes.Status422UnprocessableEntity, form.Text, 0);
        }

        if (files.Sum(file => file.Length) > ReplyLimits.MaxFileBytes)
        {
            return new ReplyRefused(number, view, "TooLarge", StatusCodes.Status413PayloadTooLarge, form.Text, 0) { Detail = ReplyLimits.Megabytes(ReplyLimits.MaxFileBytes) };
        }

        var stored = InlinePictures.Place(form.Text, await uploads.StoreAsync(files, cancellationToken));
        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return new ReplyRefused(number, view, "Merged", StatusCodes.Status409Conflict, form.Text, 0);
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
            VisibleText = form.Text.ReplaceLineEndings("\n").Trim(),
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

    internal sealed record Form
    {
        public string? Text { get; init; }
    }
}
