using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Reads what the sender needs to compose the mail of an outbox row.</summary>
internal static class OutgoingReply
{
    internal static async Task<OutgoingMail> LoadAsync(TernDbContext db, BlobStore blobs, OutboxItem item, MailAddress from, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleAsync(message => message.Id == item.MessageId, cancellationToken);
        var files = await db.Attachments.AsNoTracking().Where(file => file.MessageId == item.MessageId).ToListAsync(cancellationToken);
        return new OutgoingMail
        {
            From = from,
            To = message.To,
            Cc = message.Cc,
            Subject = message.Subject,
            MessageId = item.MessageIdHeader,
            InReplyTo = message.InReplyTo,
            References = message.References.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Text = message.VisibleText,
            Attachments = [.. files.Select(file => new OutgoingAttachment(file.Name, file.ContentType, file.Size, () => blobs.OpenRead(file.Blob), file.ContentId))],
            Date = message.At,
            IsAutomatic = message.Automatic != AutomaticKind.None,
        };
    }
}
