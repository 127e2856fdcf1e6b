using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>The secrets by which notifications are known to be Microsoft's, in memory: a notification is answered whatever the database does.</summary>
internal sealed class ClientStates(IDbContextFactory<TernDbContext> contexts, SecretBox secrets)
{
    private const int NameLength = 32;
    private const int LongestState = 128;
    private readonly ConcurrentDictionary<MailboxId, byte[]> _known = [];

    internal void Learn(MailboxId mailbox, string clientState) => _known[mailbox] = Encoding.UTF8.GetBytes(clientState);

    /// <returns>The mailbox whose secret it is; null when it is nobody's.</returns>
    internal MailboxId? Find(string clientState) =>
        NameIn(clientState) is { } mailbox && _known.TryGetValue(mailbox, out var known) && CryptographicOperations.FixedTimeEquals(known, Encoding.UTF8.GetBytes(clientState))
            ? mailbox
            : null;

    /// <summary>Whether it could be one of a mailbox that this process has not heard of yet.</summary>
    internal static bool HasForm(string clientState) => NameIn(clientState) is not null;

    internal async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var row in await db.Subscriptions.Select(s => new { s.MailboxId, s.ProtectedClientState }).ToListAsync(cancellationToken))
        {
            if (secrets.TryOpen(row.ProtectedClientState) is { } clientState)
            {
                Learn(row.MailboxId, clientState);
            }
        }
    }

    private static MailboxId? NameIn(string clientState) =>
        clientState.Length is > NameLength and <= LongestState && Guid.TryParseExact(clientState.AsSpan(0, NameLength), "N", out var id) ? new MailboxId(id) : null;
}
