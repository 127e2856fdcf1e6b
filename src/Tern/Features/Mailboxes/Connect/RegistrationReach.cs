using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Connect;

/// <summary>Which mailboxes one registration serves, whatever connections they have: a registration is narrowed, and loses its consent, as a whole.</summary>
internal sealed class RegistrationReach(TernDbContext db)
{
    /// <returns>The mailbox that is being connected, and every other one that would go dark if the registration were narrowed without it.</returns>
    internal async Task<IReadOnlyList<string>> MailboxesAsync(OpenSetup setup, Connection connection, CancellationToken cancellationToken)
    {
        var authority = connection.Authority;
        var others = await db.Mailboxes.AsNoTracking()
            .Where(m => m.Connection.GrantKind == GrantKind.AppOnly && m.Connection.Authority == authority)
            .OrderBy(m => m.AddressNormalized)
            .Select(m => new { m.Address, m.Connection.Tenant, m.Connection.ClientId })
            .ToListAsync(cancellationToken);
        var tenant = setup.Answers.TenantId ?? connection.Tenant;
        return
        [
            .. others
                .Where(m => string.Equals(m.ClientId, connection.ClientId, StringComparison.OrdinalIgnoreCase) && !ConsentRequests.IsOther(tenant, m.Tenant))
                .Select(m => m.Address)
                .Prepend(setup.Answers.Address ?? "")
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }
}
