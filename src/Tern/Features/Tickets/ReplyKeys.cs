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

    /// <summary>Asks the database on the first call, with a connection of its own: not to be called inside a transaction.</summary>
    internal async ValueTask<ReplyTokens> TokensAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _tokens) is { } known)
        {
            return known;
        }

        var keys = await ReadAsync(cancellationToken);
        if (keys.Count == 0)
        {
            await MakeAsync(cancellationToken);
            keys = await ReadAsync(cancellationToken);
        }

        var tokens = new ReplyTokens(keys.Select(key => (ReadOnlyMemory<byte>)key));
        Volatile.Write(ref _tokens, tokens);
        return tokens;
    }

    private async Task<List<byte[]>> ReadAsync(CancellationToken cancellationToken)
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

        return keys;
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.ReplyKeys.MaxAsync(key => (int?)key.Id, cancellationToken) ?? 0;
        db.ReplyKeys.Add(new ReplyKey
        {
            Id = last + 1,
            Protected = _protector.Protect(Convert.ToBase64String(RandomNumberGenerator.GetBytes(ReplyKey.Size))),
            CreatedAt = time.GetUtcNow(),
        });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another process made it in the same moment; a database that is away fails the reading that follows.
        }
    }
}
