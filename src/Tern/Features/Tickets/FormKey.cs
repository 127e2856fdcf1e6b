using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets;

/// <summary>
/// Names a form that something is written in, from the moment it is shown; the message takes that name for its id. A form that comes a second time, because the first answer
/// was lost or a button was pressed twice, finds its message and writes no other.
/// </summary>
internal static class FormKey
{
    internal static string Make(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow()).ToString("D");

    /// <summary>For a form that was refused and is shown again: nothing was written under its key.</summary>
    internal static string Again(string? posted, TimeProvider time) => Guid.TryParse(posted, out var id) ? id.ToString("D") : Make(time);

    /// <summary>What this agent wrote with that form before.</summary>
    /// <returns>Null where it was not sent yet. Certain only while no other transaction can write to the feed.</returns>
    internal static async Task<WrittenBefore?> FindAsync(TernDbContext db, string? posted, MessageKind kind, AgentId author, CancellationToken cancellationToken)
    {
        if (Read(posted, kind) is not { } id)
        {
            return null;
        }

        var message = await db.Messages.AsNoTracking().SingleOrDefaultAsync(message => message.Id == id && message.Kind == kind && message.AuthorId == author, cancellationToken);
        return message is null
            ? null
            : new WrittenBefore(
                await db.Tickets.Where(ticket => ticket.Id == message.TicketId).Select(ticket => ticket.Number).SingleAsync(cancellationToken),
                message,
                [.. (await db.Attachments.Where(file => file.MessageId == id).Select(file => new { file.Name, file.Size }).ToListAsync(cancellationToken)).Select(file => (file.Name, file.Size))]);
    }

    /// <summary>The id for what is written with that form. One that is none, or is taken by something else, was not made here: then it is a new one.</summary>
    internal static async Task<MessageId> TakeAsync(TernDbContext db, string? posted, MessageKind kind, DateTimeOffset now, CancellationToken cancellationToken) =>
        Read(posted, kind) is { } id && !await db.Messages.AnyAsync(message => message.Id == id, cancellationToken) ? id : new MessageId(Guid.CreateVersion7(now));

    /// <summary>A composer writes both notes and mails: a note under its name leaves that name to the mail.</summary>
    private static MessageId? Read(string? posted, MessageKind kind)
    {
        if (!Guid.TryParse(posted, out var id))
        {
            return null;
        }

        var bytes = id.ToByteArray(bigEndian: true);
        bytes[^1] ^= (byte)(kind == MessageKind.Note ? 1 : 0);
        return new MessageId(new Guid(bytes, bigEndian: true));
    }
}
