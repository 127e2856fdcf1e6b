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

    private static async Task<IResult> PageAsync(long number, Guid id, ForwardSource source, CancellationToken cancellationToken) =>
        await source.LoadAsync(number, id, cancellationToken) is { } model
            ? new RazorComponentResult<ForwardPage>(new Dictionary<string, object?> { [nameof(ForwardPage.Model)] = model })
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
                [nameof(ForwardPage.Fields)] = form,
                [nameof(ForwardPage.Kept)] = form.Keep ?? [],
                [nameof(ForwardPage.Text)] = form.Text,
                [nameof(ForwardPage.Problem)] = problem,
                [nameof(ForwardPage.Detail)] = detail,
            })
            { StatusCode = status };

        var ticket = await db.Tickets.SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null || await ForwardSource.FindAsync(db, ticket.Id, id, cancellationToken) is not { } message)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return await RefuseAsync("Merged", status: StatusCodes.Status409Conflict);
        }

        var text = form.Text ?? "";
        var kept = await ForwardSource.FilesAsync(db, message.Id, form.Keep ?? [], cancellationToken);
        if (text.Length > ReplyLimits.MaxTextLength)
        {
            return await RefuseAsync("TextMissing");
        }

        var size = kept.Sum(file => file.Size) + files.Sum(file => file.Length);
        var (sender, problem) = await senders.FindAsync(ticket, form.From, size, cancellationToken);
        (var recipients, problem) = sender is null ? (null, problem) : await fields.ReadAsync(form, usualTo: null, cancellationToken);
        if (sender is null || recipients is null)
        {
            return await RefuseAsync(problem!.Key, problem.Address, problem.Status);
        }

        var stored = await uploads.StoreAsync(files, cancellationToken);
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var letter = new OutgoingLetter
        {
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
        var (written, outbox) = letter.Write(db, tokens, time.GetUtcNow());
        ticket.PassOn(written);
        db.TicketEvents.Add(TicketEvent.Forwarded(ticket, written));
        await db.JoinAsync(ticket.Id, recipients, cancellationToken);
        await db.SaveChangesAsync(cancellationToken); // a lost race surfaces as 409 in the problem pages
        await transaction.CommitAsync(cancellationToken);
        Log.Forwarded(logger, number, outbox.Key);
        return new MovedResult(number, view) { Event = "ternSent" };
    }

    internal sealed record Form : AddressForm
    {
        /// <summary>What the agent says about it; may be empty.</summary>
        public string? Text { get; init; }

        /// <summary>The files of the message that go along.</summary>
        public Guid[]? Keep { get; init; }
    }
}
