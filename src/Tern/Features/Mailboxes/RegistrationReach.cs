using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>Which mailboxes one registration serves, whatever connections they have: a registration is narrowed, and loses its consent, as a whole.</summary>
internal sealed class RegistrationReach(TernDbContext db)
{
    /// <param name="connection">One that works, or will work, with the registration.</param>
    /// <param name="tenantId">Its tenant's directory id, where that is known; otherwise its tenant as it was entered counts.</param>
    /// <param name="address">The mailbox that this is about; every other one that would go dark without being named is named beside it.</param>
    /// <param name="forbidden">One that must not be reached; may be null.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal async Task<ScopeNarrowing> NarrowAsync(Connection connection, string? tenantId, string address, string? forbidden, CancellationToken cancellationToken)
    {
        var mailboxes = await MailboxesAsync(connection, tenantId ?? connection.Tenant, address, cancellationToken);
        return new ScopeNarrowing(ScopeScript.Write(connection.ClientId, connection.Cloud, mailboxes, forbidden), mailboxes);
    }

    private async Task<IReadOnlyList<string>> MailboxesAsync(Connection connection, string tenant, string address, CancellationToken cancellationToken)
    {
        var authority = connection.Authority;
        var others = await db.Mailboxes.AsNoTracking()
            .Where(m => m.Connection.GrantKind == GrantKind.AppOnly && m.Connection.Authority == authority)
            .OrderBy(m => m.AddressNormalized)
            .Select(m => new { m.Address, m.Connection.Tenant, m.Connection.ClientId })
            .ToListAsync(cancellationToken);
        return
        [
            .. others
                .Where(m => string.Equals(m.ClientId, connection.ClientId, StringComparison.OrdinalIgnoreCase) && !ConsentRequests.IsOther(tenant, m.Tenant))
                .Select(m => m.Address)
                .Prepend(address)
                .Distinct(StringComparer.OrdinalIgnoreCase),
        ];
    }
}

/// <summary>How the application is narrowed.</summary>
/// <param name="Script">Does it.</param>
/// <param name="Mailboxes">What stays in reach.</param>
public sealed record ScopeNarrowing(string Script, IReadOnlyList<string> Mailboxes);
