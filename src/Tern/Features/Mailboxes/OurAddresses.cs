using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Mail;

namespace Tern.Features.Mailboxes;

internal sealed class OurAddresses(IDbContextFactory<TernDbContext> contexts) : IOurAddresses
{
    public async Task<IReadOnlySet<string>> AmongAsync(IEnumerable<MailAddress> addresses, CancellationToken cancellationToken)
    {
        // A ticket's own address is the mailbox's.
        var asked = addresses.Select(address => address.Normalized).Distinct().ToLookup(ReplyTokens.WithoutTicket);
        if (asked.Count == 0)
        {
            return new HashSet<string>();
        }

        var mailboxes = asked.Select(group => group.Key).ToArray();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Mailboxes
            .Where(mailbox => EF.Parameter(mailboxes).Contains(mailbox.AddressNormalized))
            .Select(mailbox => mailbox.AddressNormalized)
            .ToListAsync(cancellationToken);
        return found.SelectMany(mailbox => asked[mailbox]).ToHashSet();
    }

    public async Task<IReadOnlySet<string>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.Select(mailbox => mailbox.AddressNormalized).ToHashSetAsync(cancellationToken);
    }
}
