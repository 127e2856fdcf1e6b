using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Mail;

namespace Tern.Features.Mailboxes;

internal sealed class OurAddresses(IDbContextFactory<TernDbContext> contexts) : IOurAddresses
{
    public async Task<IReadOnlySet<string>> AmongAsync(IEnumerable<MailAddress> addresses, CancellationToken cancellationToken)
    {
        var asked = addresses.Select(address => address.Normalized).Distinct().ToArray();
        if (asked.Length == 0)
        {
            return new HashSet<string>();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes
            .Where(mailbox => EF.Parameter(asked).Contains(mailbox.AddressNormalized))
            .Select(mailbox => mailbox.AddressNormalized)
            .ToHashSetAsync(cancellationToken);
    }

    public async Task<IReadOnlySet<string>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.Select(mailbox => mailbox.AddressNormalized).ToHashSetAsync(cancellationToken);
    }
}
