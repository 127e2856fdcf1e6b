using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.Features.Mailboxes;

/// <summary>Asks an administrator of a tenant for consent, by a link that may be sent on, and hears the answer.</summary>
internal sealed class ConsentRequests(TernDbContext db, ConnectionReader reader, PublicAddress address, TimeProvider time)
{
    /// <summary>Begins a request; an earlier one of the same connection is void. The caller saves.</summary>
    internal void Ask(Connection connection)
    {
        connection.ConsentState = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        connection.ConsentAskedAt = time.GetUtcNow();
        connection.ConsentAnsweredAt = null;
        connection.ConsentProblem = null;
    }

    /// <summary>The link that leads to Microsoft's page.</summary>
    /// <returns>Null where nobody is asked at present.</returns>
    internal Uri? LinkOf(Connection connection) =>
        connection is { ConsentState: { } state, ClientId.Length: > 0 } ? EntraAddresses.AdminConsent(reader.Read(connection), address.ConsentUri(), state) : null;

    /// <summary>Takes the answer that a browser brings back. The state names the request and is good for one answer.</summary>
    /// <param name="state">Names the request.</param>
    /// <param name="tenant">The directory in which consent was given.</param>
    /// <param name="problem">Why it was not given; null where it was.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False where nobody asked by that state.</returns>
    internal async Task<bool> AnswerAsync(string? state, string? tenant, string? problem, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state) || await db.Connections.SingleOrDefaultAsync(c => c.ConsentState == state, cancellationToken) is not { } connection)
        {
            return false;
        }

        connection.ConsentState = null;
        connection.ConsentAnsweredAt = time.GetUtcNow();
        connection.ConsentProblem = problem ?? (IsOther(connection.Tenant, tenant) ? $"tenant {tenant}" : null);
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>Only directory ids can be compared: a domain may belong to the very tenant.</summary>
    internal static bool IsOther(string one, string? other) =>
        Guid.TryParse(one, out var ours) && Guid.TryParse(other, out var theirs) && ours != theirs;
}
