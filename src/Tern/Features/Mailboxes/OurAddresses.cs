using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Features.Tickets;
using Tern.Mail;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

internal sealed class OurAddresses(IDbContextFactory<TernDbContext> contexts) : IOurAddresses, ISenders
{
    async Task<IReadOnlyList<SendingMailbox>> ISenders.AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mailboxes = await db.Mailboxes.AsNoTracking().OrderBy(mailbox => mailbox.AddressNormalized).ToListAsync(cancellationToken);
        return mailboxes.ConvertAll(mailbox => new SendingMailbox(mailbox.Id, mailbox.Address, mailbox.DisplayName, mailbox.Senders()) { MailMegabytes = mailbox.LargestMailMegabytes });
    }

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
        return found.Union(await AliasesAsync(db, cancellationToken)).SelectMany(address => asked[address]).ToHashSet();
    }

    /// <summary>The aliases that mail leaves under. Few have one, and they are shown as they were entered, so they are compared here.</summary>
    private static async Task<List<string>> AliasesAsync(TernDbContext db, CancellationToken cancellationToken)
    {
        var aliases = await db.Mailboxes
            .Where(mailbox => mailbox.SenderAddress != null || mailbox.FurtherSenders != null)
            .Select(mailbox => new { mailbox.SenderAddress, mailbox.FurtherSenders })
            .ToListAsync(cancellationToken);
        return [.. aliases.SelectMany(row => Mailbox.Lines(row.FurtherSenders).Append(row.SenderAddress)).OfType<string>().Select(alias => alias.ToLowerInvariant())];
    }

    public async Task<MailboxId?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var normalized = address.Trim().ToLowerInvariant();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.Where(mailbox => mailbox.AddressNormalized == normalized).Select(mailbox => (MailboxId?)mailbox.Id).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<IReadOnlySet<string>> AllAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await db.Mailboxes.Select(mailbox => mailbox.AddressNormalized).ToListAsync(cancellationToken);
        return own.Union(await AliasesAsync(db, cancellationToken)).ToHashSet();
    }
}
