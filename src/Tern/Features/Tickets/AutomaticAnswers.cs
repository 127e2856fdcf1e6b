using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// What was answered without a person lately, and so what may be: one automatic answer to an address in a day, whatever mailbox gave it, and a ceiling for a ticket.
/// Two machines that answer each other fall silent by it, even where every mark of a machine gets lost on the way (RFC 3834 §2, §4).
/// </summary>
internal sealed class AutomaticAnswers
{
    internal const int MostPerTicket = 3;
    internal static readonly TimeSpan BetweenTwo = TimeSpan.FromDays(1);
    internal static readonly AutomaticAnswers None = new([], []);

    private readonly HashSet<string> _recently;
    private readonly Dictionary<TicketId, int> _perTicket;

    private AutomaticAnswers(HashSet<string> recently, Dictionary<TicketId, int> perTicket) => (_recently, _perTicket) = (recently, perTicket);

    internal static async Task<AutomaticAnswers> LoadAsync(
        TernDbContext db, IEnumerable<MailAddress> addresses, TicketId[] tickets, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var asked = addresses.Select(address => address.Normalized).Distinct().ToArray();
        var after = now - BetweenTwo;
        var recently = asked.Length == 0
            ? []
            : await db.AutomaticAnswers.AsNoTracking()
                .Where(answer => EF.Parameter(asked).Contains(answer.AddressNormalized) && answer.At > after)
                .Select(answer => answer.AddressNormalized)
                .ToHashSetAsync(cancellationToken);
        var perTicket = tickets.Length == 0
            ? []
            : await db.AutomaticAnswers.AsNoTracking()
                .Where(answer => EF.Parameter(tickets).Contains(answer.TicketId))
                .GroupBy(answer => answer.TicketId)
                .Select(group => new { group.Key, Count = group.Select(answer => answer.MessageId).Distinct().Count() })
                .ToDictionaryAsync(group => group.Key, group => group.Count, cancellationToken);
        return new AutomaticAnswers(recently, perTicket);
    }

    /// <summary>Takes the place of an answer, if there is one left for everyone it would speak to or because of: a robot may change where it wants its answers.</summary>
    internal bool TryTake(IReadOnlyCollection<string> addresses, TicketId ticket)
    {
        var given = _perTicket.GetValueOrDefault(ticket);
        if (given >= MostPerTicket || addresses.Any(_recently.Contains))
        {
            return false;
        }

        _recently.UnionWith(addresses);
        _perTicket[ticket] = given + 1;
        return true;
    }
}
