using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Mail;

namespace Tern.Features.Mailboxes;

internal sealed class OurAddresses(TernDbContext db) : IOurAddresses
{
    public async Task<IReadOnlySet<string>> AmongAsync(IEnumerable<MailAddress> addresses, CancellationToken cancellationToken)
    {
        var asked = addresses.Select(address => address.Normalized).Distinct().ToArray();
        return asked.Length == 0
            ? new HashSet<string>()
            : await db.Mailboxes
                .Where(mailbox => EF.Parameter(asked).Contains(mailbox.AddressNormalized))
                .Select(mailbox => mailbox.AddressNormalized)
                .ToHashSetAsync(cancellationToken);
    }
}
