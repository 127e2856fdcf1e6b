using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>The keys of this desk's reply tokens, made when first needed and kept in memory: they change only where a key ring was lost.</summary>
internal sealed class ReplyKeys(IDbContextFactory<TernDbContext> contexts, IDataProtectionProvider protection, TimeProvider time, ILogger<ReplyKeys> logger)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Tern.Tickets.ReplyKeys.v1");
    private ReplyTokens? _tokens;

    /// <summary>Asks the database on the first call, with a connection of its own: not to be called first inside a transaction.</summary>
    /// <exception cref="DbUpdateException">There is no key that can be read, and none can be stored.</exception>
    internal async ValueTask<ReplyTokens> TokensAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _tokens) is { } known)
        {
            return known;
        }

        var (keys, last) = await ReadAsync(cancellationToken);
        if (keys.Count == 0)
        {
            try
            {
                await MakeAsync(last + 1, cancellationToken);
                (keys, _) = await ReadAsync(cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another process may have made it in the same moment. If not, the database takes nothing, and that is the trouble to tell.
                (keys, _) = await ReadAsync(cancellationToken);
                if (keys.Count == 0)
                {
                    throw;
                }
            }
        }

        var tokens = new ReplyTokens(keys.Select(key => (ReadOnlyMemory<byte>)key));
        Volatile.Write(ref _tokens, tokens);
        return tokens;
    }

    private async Task<(List<byte[]> Keys, int Last)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.ReplyKeys.AsNoTracking().OrderByDescending(key => key.Id).ToListAsync(cancellationToken);
        var keys = new List<byte[]>();
        foreach (var row in rows)
        {
            try
            {
                keys.Add(Convert.FromBase64String(_protector.Unprotect(row.Protected)));
            }
            catch (CryptographicException)
            {
                // Answers to what was sent under it are still found by their Message-IDs.
                Log.ReplyKeyUnreadable(logger, row.Id);
            }
        }

        return (keys, rows.Count == 0 ? 0 : rows[0].Id);
    }

    private async Task MakeAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.ReplyKeys.Add(new ReplyKey
        {
            Id = id,
            Protected = _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(ReplyKey.Size))),
            CreatedAt = time.GetUtcNow(),
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
