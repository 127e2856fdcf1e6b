using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Tern.Data;
using Tern.Data.Blobs;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Gathers what the mail of an outbox row says: the words, the mailbox's signature, the message that is answered, and the files.</summary>
internal sealed class OutgoingReply(BlobStore blobs, ReplyKeys keys, AgentDirectory agents, IStringLocalizer<TicketsText> texts)
{
    /// <summary>Bytes; of what the other side has anyway, more would only make the mail too large. A word stands for the rest.</summary>
    private const long MaxQuotedPictures = 1_000_000;

    internal async Task<OutgoingMail> LoadAsync(TernDbContext db, OutboxItem item, MailboxForSending mailbox, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleAsync(message => message.Id == item.MessageId, cancellationToken);
        var files = await FilesAsync(db, message.Id, cancellationToken, isInline: false);
        var tokens = await keys.TokensAsync(cancellationToken);
        var isAcknowledgement = message.Automatic != AutomaticKind.None;
        var words = MessageBody.WithPictures(message.VisibleText, await FilesAsync(db, message.Id, cancellationToken, isInline: true));
        var content = isAcknowledgement ? ContentComposer.Compose(new MessageBody(message.VisibleText))
            : message.ForwardOfId is { } passedOn ? ContentComposer.Forward(words, await ForwardAsync(db, message, passedOn, cancellationToken), SignatureOf(mailbox))
            : ContentComposer.Compose(words, SignatureOf(mailbox), await QuoteAsync(db, message, cancellationToken));
        return new OutgoingMail
        {
            Kind = isAcknowledgement ? OutgoingKind.Acknowledgement : OutgoingKind.Person,
            NotificationMark = isAcknowledgement ? tokens.Mark(item.Key.Value.ToString("N")) : null,
            From = mailbox.From,
            ReplyTo = mailbox.UsesTicketAddress && tokens.Address(mailbox.From.Address, item.TicketNumber, item.TicketId.Value) is { } address ? mailbox.From with { Address = address } : null,
            To = message.To,
            Cc = message.Cc,
            Bcc = message.Bcc,
            Subject = message.Subject,
            MessageId = item.MessageIdHeader,
            InReplyTo = message.InReplyTo,
            References = message.References.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Text = content.Text,
            Html = content.Html,
            Attachments = [.. content.Attachments, .. files],
            Date = message.At,
        };
    }

    private static MessageBody? SignatureOf(MailboxForSending mailbox) => mailbox.Signature is { } signature ? new MessageBody(signature) : null;

    /// <summary>What the reply answers, so that whoever reads it need not search; the pictures it shows come along.</summary>
    private async Task<QuotedMessage?> QuoteAsync(TernDbContext db, Message reply, CancellationToken cancellationToken)
    {
        var answered = reply.InReplyTo is not { } header ? null : await db.Messages.AsNoTracking()
            .Where(message => message.TicketId == reply.TicketId && message.MessageIdHeader == header && message.Kind == MessageKind.Incoming)
            .OrderByDescending(message => message.Position)
            .FirstOrDefaultAsync(cancellationToken);
        // What one person wrote is not shown to others unless they are seen to be written to together: a quote would tell who is in Bcc.
        if (answered is null || (answered.AnswerTo is { } wanted && !reply.To.Concat(reply.Cc).Any(to => RecipientRules.Same(wanted, to.Address))))
        {
            return null;
        }

        var when = TimeZoneInfo.ConvertTime(answered.At, await ZoneAsync(reply, cancellationToken));
        var introduction = texts[
            "Quote.Introduction", when.ToString("d MMMM yyyy", CultureInfo.CurrentCulture), when.ToString("HH:mm", CultureInfo.InvariantCulture), answered.FromName, answered.FromAddress];
        var pictures = answered.Html is null ? [] : await FilesAsync(db, answered.Id, cancellationToken);
        var room = MaxQuotedPictures;
        return new QuotedMessage(introduction, new MessageBody(answered.FullText ?? answered.VisibleText, answered.Html)
        {
            Pictures = [.. pictures.Where(file => file.ContentId is not null).TakeWhile(file => (room -= file.Size) >= 0)],
        });
    }

    /// <summary>The message that is passed on, with the pictures in its text; files that were chosen are the forward's own.</summary>
    private async Task<MessageToForward> ForwardAsync(TernDbContext db, Message forward, MessageId passedOn, CancellationToken cancellationToken)
    {
        var message = await db.Messages.AsNoTracking().SingleAsync(message => message.Id == passedOn, cancellationToken);
        var when = TimeZoneInfo.ConvertTime(message.At, await ZoneAsync(forward, cancellationToken));
        var pictures = (IReadOnlyList<OutgoingAttachment>)[.. (await FilesAsync(db, message.Id, cancellationToken, isInline: true)).Where(file => file.ContentId is not null)];
        return new MessageToForward
        {
            Labels = new ForwardLabels(texts["Forward.Announcement"], texts["Forward.From"], texts["Forward.Date"], texts["Forward.Subject"], texts["Forward.To"], texts["Forward.Cc"]),
            From = new MailAddress(message.FromAddress, message.FromName),
            Date = $"{when.ToString("d MMMM yyyy", CultureInfo.CurrentCulture)} {when.ToString("HH:mm", CultureInfo.InvariantCulture)}",
            Subject = message.Subject,
            To = message.To,
            Cc = message.Cc,
            Body = message.Html is null
                ? message.Kind == MessageKind.Incoming ? new MessageBody(message.FullText ?? message.VisibleText) : MessageBody.WithPictures(message.VisibleText, pictures)
                : new MessageBody(message.FullText ?? message.VisibleText, message.Html) { Pictures = pictures },
        };
    }

    private async Task<TimeZoneInfo> ZoneAsync(Message message, CancellationToken cancellationToken) =>
        message.AuthorId is { } author && await agents.FindAsync(author, cancellationToken) is { } agent ? agent.Zone : TimeZoneInfo.Utc;

    private async Task<IReadOnlyList<OutgoingAttachment>> FilesAsync(TernDbContext db, MessageId message, CancellationToken cancellationToken, bool? isInline = null)
    {
        var rows = await db.Attachments.AsNoTracking().Where(file => file.MessageId == message && (isInline == null || file.IsInline == isInline)).OrderBy(file => file.Id).ToListAsync(cancellationToken);
        return [.. rows.Select(file => new OutgoingAttachment(file.Name, file.ContentType, file.Size, () => blobs.OpenRead(file.Blob), file.ContentId))];
    }
}
