using Tern.Data;
using Tern.Features.Identity;

namespace Tern.Features.Tickets.Reply;

/// <summary>Decides what an answer answers, who gets it, and under which address it leaves.</summary>
internal sealed class ReplyAddressing(TernDbContext db, AddressFields fields, TicketSender senders, CurrentAgent me)
{
    /// <param name="ticket">With its customer.</param>
    /// <param name="form">The address fields.</param>
    /// <param name="text">The words.</param>
    /// <param name="files">What the files come to, in bytes.</param>
    /// <param name="cancellationToken">Stops the questions to the database.</param>
    internal async Task<(OutgoingLetter? Letter, AddressProblem? Problem)> AddressAsync(
        Ticket ticket, AddressForm form, string text, long files, CancellationToken cancellationToken)
    {
        var (sender, problem) = await senders.FindAsync(ticket, form.From, files, cancellationToken);
        if (sender is null)
        {
            return (null, problem);
        }

        var last = await AnsweredMessage.LastAsync(db, ticket.Id, cancellationToken);
        var usual = ReplyWriting.AnswerTo(ticket, last);
        (var recipients, problem) = await fields.ReadAsync(form, usual, cancellationToken);
        if (recipients is null)
        {
            return (null, problem!.Key == "RecipientMissing" && form.To is null ? new AddressProblem("NoRecipient") : problem);
        }

        var answered = usual is not null && !recipients.To.Any(to => RecipientRules.Same(to.Address, usual.Address)) && recipients.To is [var first, ..]
            ? await AnsweredMessage.LastOfAsync(db, ticket.Id, first, cancellationToken) ?? last
            : last;
        var letter = ReplyWriting.Letter(ticket, answered, recipients, sender.Mailbox, sender.Address, me.Card, text);
        return (letter with { ChosenSender = sender.IsUsual ? null : sender.Address }, null);
    }
}
