using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Who else is proposed for an answer: whoever was on the mail that is answered, nobody who was not, none of our own mailboxes, and nothing that mail cannot go to.</summary>
internal sealed class RecipientRules(IOurAddresses ours)
{
    /// <param name="to">Of the mail that is answered.</param>
    /// <param name="cc">Of the mail that is answered.</param>
    /// <param name="answered">Who gets the answer anyway.</param>
    /// <param name="mailbox">Where the answer leaves from; left out also when it is no mailbox of ours any more.</param>
    /// <param name="cancellationToken">Stops the question to the database.</param>
    internal async Task<IReadOnlyList<string>> OthersAsync(
        IReadOnlyList<MailAddress> to, IReadOnlyList<MailAddress> cc, string? answered, string? mailbox, CancellationToken cancellationToken)
    {
        var others = to.Concat(cc)
            .Where(address => !Same(address.Address, answered) && !Same(address.Address, mailbox) && TypedAddresses.IsOne(address.Address))
            .DistinctBy(address => address.Normalized)
            .ToList();
        var own = await ours.AmongAsync(others, cancellationToken);
        return [.. others.Where(address => !own.Contains(address.Normalized)).Select(address => address.Address)];
    }

    /// <summary>One mailbox, with or without a ticket behind the plus.</summary>
    internal static bool Same(string one, string? other) => other is not null && string.Equals(ReplyTokens.WithoutTicket(one.Trim()), ReplyTokens.WithoutTicket(other.Trim()), StringComparison.OrdinalIgnoreCase);
}
