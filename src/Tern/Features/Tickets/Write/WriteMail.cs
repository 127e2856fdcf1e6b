using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Customers;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets.Write;

/// <summary>An agent begins a ticket by writing to somebody. The first recipient is its customer; it is the agent's own, and waits for the answer.</summary>
internal static class WriteMail
{
    internal const int MaxSubject = 250;

    internal static void Map(RouteGroupBuilder tickets)
    {
        tickets.MapGet("/new", PageAsync);
        tickets.MapPost("/new", HandleAsync).TakesFiles();
    }

    private static async Task<IResult> PageAsync(string? to, ISenders senders, TimeProvider time, CancellationToken cancellationToken) =>
        new RazorComponentResult<WriteMailPage>(new Dictionary<string, object?>
        {
            [nameof(WriteMailPage.Mailboxes)] = await senders.AllAsync(cancellationToken),
            [nameof(WriteMailPage.Key)] = FormKey.Make(time),
            [nameof(WriteMailPage.Fields)] = new AddressForm { To = to },
        });

    private static async Task<IResult> HandleAsync(
        [FromForm] Form form, IFormFileCollection files, TernDbContext db, UploadedFiles uploads, AddressFields fields, ISenders senders, ReplyKeys keys, CurrentAgent me,
        TimeProvider time, ILogger<Ticket> logger, HttpContext context, CancellationToken cancellationToken)
    {
        var mailboxes = await senders.AllAsync(cancellationToken);
        IResult Refuse(string problem, string? detail = null, int status = StatusCodes.Status422UnprocessableEntity) => context.Request.Headers.ContainsKey("HX-Request")
            ? new RazorComponentResult<ReplyProblem>(new Dictionary<string, object?> { [nameof(ReplyProblem.Key)] = problem, [nameof(ReplyProblem.Detail)] = detail }) { StatusCode = status }
            : new RazorComponentResult<WriteMailPage>(new Dictionary<string, object?>
            {
                [nameof(WriteMailPage.Mailboxes)] = mailboxes,
                [nameof(WriteMailPage.Key)] = FormKey.Again(form.FormKey, time),
                [nameof(WriteMailPage.Fields)] = form,
                [nameof(WriteMailPage.Subject)] = form.Subject,
                [nameof(WriteMailPage.Text)] = form.Text,
                [nameof(WriteMailPage.Problem)] = problem,
                [nameof(WriteMailPage.Detail)] = detail,
            })
            { StatusCode = status };

        static MovedResult Sent(long number) => new(number, InboxView.Pending.Key()) { Event = "ternSent" };

        var subject = TicketReference.Bare(form.Subject ?? "");
        IResult SentBefore(WrittenBefore before) => before.Is(form, form.Text ?? "", [.. files.Select(file => file.Length)], subject) ? Sent(before.Number) : Refuse("SentBefore", $"{before.Number}", StatusCodes.Status409Conflict);

        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Reply, me.Id, cancellationToken) is { } before)
        {
            return SentBefore(before);
        }

        if (subject.Length is 0 or > MaxSubject)
        {
            return Refuse("SubjectMissing");
        }

        var text = form.Text ?? "";
        if (ReplyLimits.TextProblem(text) is { } wrong)
        {
            return Refuse(wrong, ReplyLimits.TextLength);
        }

        var mailbox = SendingMailbox.Of(mailboxes, form.From);
        if (mailbox?.Find(form.From) is not { } from)
        {
            return Refuse("SenderUnknown", form.From);
        }

        if (files.Sum(file => file.Length) > mailbox.FileBytes)
        {
            return Refuse("TooLarge", ReplyLimits.Megabytes(mailbox.FileBytes), StatusCodes.Status413PayloadTooLarge);
        }

        var (recipients, problem) = await fields.ReadAsync(form, usualTo: null, cancellationToken);
        if (recipients is not { To.Count: > 0 })
        {
            return Refuse(problem?.Key ?? "RecipientMissing", problem?.Address);
        }

        var stored = await uploads.StoreAsync(files, cancellationToken);
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.SerialiseFeedAsync(cancellationToken); // before customers are asked for: a mail of the same person may be arriving at this moment
        if (await FormKey.FindAsync(db, form.FormKey, MessageKind.Reply, me.Id, cancellationToken) is { } meanwhile)
        {
            return SentBefore(meanwhile);
        }

        var now = time.GetUtcNow();
        var customers = await KnownCustomers.LoadAsync(db, [recipients.To[0]], cancellationToken);
        var ticket = Ticket.Open(
            new TicketId(Guid.CreateVersion7(now)),
            await TicketNumbers.TakeAsync(db, 1, cancellationToken),
            subject,
            customers.FindOrAdd(recipients.To[0], now),
            mailbox.Id,
            mailbox.Address,
            now);
        db.Tickets.Add(ticket);
        var letter = new OutgoingLetter
        {
            Id = await FormKey.TakeAsync(db, form.FormKey, MessageKind.Reply, now, cancellationToken),
            Ticket = ticket,
            Kind = MessageKind.Reply,
            Mailbox = mailbox.Id,
            FromAddress = from,
            ChosenSender = from == mailbox.Addresses[0] ? null : from,
            Recipients = recipients,
            Subject = TicketReference.InSubject(ticket.Number, subject),
            Text = text,
            Files = InlinePictures.Place(text, stored),
            Agent = me.Card,
        };
        var (message, outbox) = letter.Write(db, tokens, now);
        ticket.Answer(message);
        ticket.ChangeStatus(TicketStatus.Pending, now);
        ticket.AssignTo(me.Id, now);
        db.TicketEvents.Add(TicketEvent.Begun(ticket, message));
        await db.JoinAsync(ticket.Id, recipients, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Log.TicketWritten(logger, ticket.Number, outbox.Key);
        return Sent(ticket.Number);
    }

    internal sealed record Form : MailFormFields
    {
        public string? Subject { get; init; }

        public string? Text { get; init; }
    }
}
