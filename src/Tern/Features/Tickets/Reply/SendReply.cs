using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Mail;

namespace Tern.Features.Tickets.Reply;

/// <summary>An agent answers. Message, outbox row and events are one transaction; the mail itself leaves afterwards, from the ticket's mailbox.</summary>
internal static class SendReply
{
    internal static void Map(RouteGroupBuilder tickets) => tickets.MapPost("/{number:long}/reply", HandleAsync);

    private static async Task<IResult> HandleAsync(
        long number, string? view, [FromForm] Form form, IFormFileCollection files, TernDbContext db, UploadedFiles uploads,
        RecipientRules rules, IOurAddresses ours, ReplyKeys keys, CurrentAgent me, TimeProvider time, ILogger<Ticket> logger, CancellationToken cancellationToken)
    {
        IResult Refuse(string problem, int status, int newest = 0) => new ReplyRefused(number, view, problem, status, form.Text, newest);

        if (string.IsNullOrWhiteSpace(form.Text) || form.Text.Length > ReplyLimits.MaxTextLength)
        {
            return Refuse("TextMissing", StatusCodes.Status422UnprocessableEntity);
        }

        if (files.Sum(file => file.Length) > ReplyLimits.MaxFileBytes)
        {
            return Refuse("TooLarge", StatusCodes.Status413PayloadTooLarge);
        }

        // Contents first: the transaction below must be short.
        var stored = await uploads.StoreAsync(files, cancellationToken);
        var tokens = await keys.TokensAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var ticket = await db.Tickets.Include(ticket => ticket.Customer).SingleOrDefaultAsync(ticket => ticket.Number == number, cancellationToken);
        if (ticket is null)
        {
            return TypedResults.NotFound();
        }

        if (ticket.MergedIntoId is not null)
        {
            return Refuse("Merged", StatusCodes.Status409Conflict);
        }

        if (ticket.MessageCount > Math.Max(form.Seen, form.Confirmed ?? 0))
        {
            return Refuse("Conflict", StatusCodes.Status409Conflict, ticket.MessageCount);
        }

        var sender = ticket.MailboxId ?? (ticket.MailboxAddress is { } address ? await ours.FindAsync(address, cancellationToken) : null);
        if (sender is null && ticket.MailboxAddress is not null)
        {
            return Refuse("MailboxRemoved", StatusCodes.Status422UnprocessableEntity);
        }

        var last = await db.Messages.AsNoTracking()
            .Where(message => message.TicketId == ticket.Id && message.Kind == MessageKind.Incoming)
            .OrderByDescending(message => message.Automatic == AutomaticKind.None || message.Automatic == AutomaticKind.List) // who is away, or a daemon, is not answered
            .ThenByDescending(message => message.Position)
            .FirstOrDefaultAsync(cancellationToken);
        var cc = await ChosenAsync(form.Cc ?? [], ticket, last, rules, cancellationToken);
        if (ReplyWriting.Begin(ticket, last, cc, me.Card, tokens, time.GetUtcNow(), sender) is not { } writing)
        {
            return Refuse("NoRecipient", StatusCodes.Status422UnprocessableEntity);
        }

        writing.Write(db, form.Text, stored, form.Status is { } status && TicketStatuses.Choices.Contains(status) ? status : null);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody was faster by milliseconds; the agent sees what and decides.
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            var newest = await db.Tickets.Where(ticket => ticket.Number == number).Select(ticket => ticket.MessageCount).SingleAsync(cancellationToken);
            return Refuse("Conflict", StatusCodes.Status409Conflict, newest);
        }

        Log.ReplyQueued(logger, number, writing.Outbox.Key);
        return new ChangedResult(number, view, "ternSent");
    }

    /// <summary>What the page sent is a choice among those who were on the mail, not a list of its own.</summary>
    private static async Task<IEnumerable<string>> ChosenAsync(
        string[] chosen, Ticket ticket, Message? answered, RecipientRules rules, CancellationToken cancellationToken)
    {
        if (answered is null || chosen.Length == 0)
        {
            return [];
        }

        var others = await rules.OthersAsync(answered.To, answered.Cc, ReplyWriting.AnswerTo(ticket, answered), ticket.MailboxAddress, cancellationToken);
        return others.Where(address => chosen.Any(one => RecipientRules.Same(address, one)));
    }

    internal sealed record Form
    {
        public string? Text { get; init; }

        /// <summary>How many messages the ticket had when the agent last looked at it.</summary>
        public int Seen { get; init; }

        /// <summary>How many it had when the agent was told of newer ones and chose to send all the same.</summary>
        public int? Confirmed { get; init; }

        public string[]? Cc { get; init; }

        public TicketStatus? Status { get; init; }
    }
}
