using Tern.MailEngine;

namespace Tern.Features.Tickets;

/// <summary>From which mailbox and under which address a mail of a ticket leaves.</summary>
internal sealed class TicketSender(IOurAddresses ours, ISenders senders)
{
    /// <param name="ticket">The ticket.</param>
    /// <param name="chosen">The address an agent chose; empty takes the usual one.</param>
    /// <param name="files">What the files come to, in bytes.</param>
    /// <param name="cancellationToken">Stops the questions to the database.</param>
    internal async Task<(ChosenSender? Sender, AddressProblem? Problem)> FindAsync(Ticket ticket, string? chosen, long files, CancellationToken cancellationToken)
    {
        if (ticket.MailboxAddress is not { } own)
        {
            return (null, new AddressProblem("NoRecipient"));
        }

        if ((ticket.MailboxId ?? await ours.FindAsync(own, cancellationToken)) is not { } mailbox)
        {
            return (null, new AddressProblem("MailboxRemoved"));
        }

        var known = (await senders.AllAsync(cancellationToken)).FirstOrDefault(one => one.Id == mailbox);
        var from = known is null ? (string.IsNullOrWhiteSpace(chosen) ? own : null) : known.Find(chosen);
        var most = known?.FileBytes ?? ReplyLimits.MaxFileBytes;
        return files > most
            ? (null, new AddressProblem("TooLarge", ReplyLimits.Megabytes(most)))
            : from is null ? (null, new AddressProblem("SenderUnknown", chosen))
            : (new ChosenSender(mailbox, from, IsUsual: known is null || from == known.Addresses[0]), null);
    }
}

/// <param name="Mailbox">From which it leaves.</param>
/// <param name="Address">Under which it leaves.</param>
/// <param name="IsUsual">The mailbox would have taken that one by itself.</param>
internal sealed record ChosenSender(MailboxId Mailbox, string Address, bool IsUsual);
