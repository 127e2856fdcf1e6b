using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Hosting;
using Tern.MailEngine;
using Tern.MailEngine.Microsoft365.Entra;

namespace Tern.Features.Mailboxes;

/// <summary>Asks an administrator of a tenant for consent, by a link that may be sent on, and hears the answer.</summary>
internal sealed class ConsentRequests(TernDbContext db, ConnectionReader reader, PublicAddress address, TimeProvider time)
{
    private const int SecretBytes = 32;

    /// <summary>Begins a request; an earlier one of the same connection is void. The caller saves.</summary>
    /// <param name="connection">What the tenant is to let in.</param>
    /// <param name="from">The mailbox on whose page it was asked, so that the answer leads back there; null while one is being connected.</param>
    internal void Ask(Connection connection, MailboxId? from)
    {
        connection.ConsentState = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes)) + (from is { } mailbox ? mailbox.Value.ToString("N") : "");
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
    /// <returns>What was asked for; null where nobody asked by that state.</returns>
    internal async Task<ConsentAsked?> AnswerAsync(string? state, string? tenant, string? problem, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(state) || await db.Connections.SingleOrDefaultAsync(c => c.ConsentState == state, cancellationToken) is not { } connection)
        {
            return null;
        }

        connection.ConsentState = null;
        connection.ConsentAnsweredAt = time.GetUtcNow();
        connection.ConsentProblem = problem ?? (IsOther(connection.Tenant, tenant) ? $"tenant {tenant}" : null);
        await db.SaveChangesAsync(cancellationToken);
        return new ConsentAsked(connection, From(state));
    }

    private static MailboxId? From(string state) =>
        state.Length > Base64Url.GetEncodedLength(SecretBytes) && Guid.TryParseExact(state[Base64Url.GetEncodedLength(SecretBytes)..], "N", out var mailbox) ? new MailboxId(mailbox) : null;

    /// <summary>Only directory ids can be compared: a domain may belong to the very tenant.</summary>
    internal static bool IsOther(string one, string? other) =>
        Guid.TryParse(one, out var ours) && Guid.TryParse(other, out var theirs) && ours != theirs;
}

/// <param name="Connection">What the tenant was to let in.</param>
/// <param name="From">The mailbox on whose page it was asked.</param>
internal sealed record ConsentAsked(Connection Connection, MailboxId? From);
