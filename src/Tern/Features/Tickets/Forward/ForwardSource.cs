using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets.Forward;

/// <summary>Reads the message that is to be passed on.</summary>
internal sealed class ForwardSource(TernDbContext db, ISenders senders)
{
    /// <returns>Null where there is no such message, or it is a note.</returns>
    internal static Task<Message?> FindAsync(TernDbContext db, TicketId ticket, Guid id, CancellationToken cancellationToken)
    {
        var message = new MessageId(id);
        return db.Messages.AsNoTracking().SingleOrDefaultAsync(row => row.Id == message && row.TicketId == ticket && row.Kind != MessageKind.Note, cancellationToken);
    }

    /// <summary>Those of a message's files that were chosen; pictures in its text go along by themselves.</summary>
    internal static async Task<IReadOnlyList<StoredFile>> FilesAsync(TernDbContext db, MessageId message, Guid[] chosen, CancellationToken cancellationToken)
    {
        var files = await db.Attachments.AsNoTracking().Where(file => file.MessageId == message && !file.IsInline).OrderBy(file => file.Id).ToListAsync(cancellationToken);
        return [.. files.Where(file => chosen.Contains(file.Id.Value)).Select(file => new StoredFile(file.Name, file.ContentType, file.Size, file.Blob, null, IsInline: false))];
    }

    /// <summary>What the pictures in a message's text come to, in bytes: they go along without being chosen.</summary>
    internal static async Task<long> PictureBytesAsync(TernDbContext db, Message message, CancellationToken cancellationToken) =>
        message is { Html: null, Kind: MessageKind.Incoming } // as plain text it shows none
            ? 0
            : await db.Attachments.Where(file => file.MessageId == message.Id && file.IsInline && file.ContentId != null).SumAsync(file => file.Size, cancellationToken);

    internal async Task<ForwardModel?> LoadAsync(long number, Guid id, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null || await FindAsync(db, ticket.Id, id, cancellationToken) is not { } message)
        {
            return null;
        }

        var files = await db.Attachments.AsNoTracking()
            .Where(file => file.MessageId == message.Id && !file.IsInline)
            .OrderBy(file => file.Id)
            .Select(file => new FileEntry(file.Id.Value, file.Name, file.Size))
            .ToListAsync(cancellationToken);
        var all = await senders.AllAsync(cancellationToken);
        var mailbox = all.FirstOrDefault(one => one.Id == ticket.MailboxId) ?? all.FirstOrDefault(one => one.Address.Equals(ticket.MailboxAddress, StringComparison.OrdinalIgnoreCase));
        return new ForwardModel(number, ticket.Subject, id, message.FromName, message.At, message.FullText ?? message.VisibleText, files, mailbox?.Addresses ?? [], mailbox?.FileBytes ?? ReplyLimits.MaxFileBytes);
    }
}
