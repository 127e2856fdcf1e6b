using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;

namespace Tern.Features.Mailboxes;

/// <summary>
/// The ledger outlives its mailbox. A mailbox that is connected anew has a new id, so that nothing that still works for the old one is taken for its own; under
/// that id the ledger would be empty, and mail that no Message-ID tells, or whose ticket is gone, would come a second time. So the lines of a removed mailbox
/// are kept under an id that its address gives, and the next mailbox with that address takes them over before it is read from the beginning.
/// </summary>
internal static class RemovedLedger
{
    /// <summary>The caller has the transaction, and nobody can write to the ledger of this mailbox any more.</summary>
    internal static Task LeaveAsync(TernDbContext db, MailboxId mailbox, string addressNormalized, CancellationToken cancellationToken) =>
        MoveAsync(db, mailbox, IdOf(addressNormalized), cancellationToken);

    internal static async Task TakeOverAsync(TernDbContext db, MailboxId mailbox, CancellationToken cancellationToken)
    {
        var address = await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => m.AddressNormalized).SingleOrDefaultAsync(cancellationToken);
        if (address is null)
        {
            return;
        }

        var left = IdOf(address);
        if (!await db.Intake.AnyAsync(e => e.MailboxId == left, cancellationToken))
        {
            return;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);

        // Holds the row that a removal deletes first: lines that are handed to a mailbox while it is being removed would be lost.
        if (await db.MailboxLeases.Where(l => l.MailboxId == mailbox).ExecuteUpdateAsync(set => set.SetProperty(l => l.Epoch, l => l.Epoch), cancellationToken) == 0)
        {
            return;
        }

        // Never became tickets, only because the old connection began later. Whether they do now is a question to the new one.
        var older = nameof(MailEngine.Delivery.LeftAloneReason.OlderThanConnection);
        await db.Intake.Where(e => e.MailboxId == left && e.Fate == IntakeFate.Ignored && e.Reason == older).ExecuteDeleteAsync(cancellationToken);
        await MoveAsync(db, left, mailbox, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task MoveAsync(TernDbContext db, MailboxId from, MailboxId to, CancellationToken cancellationToken)
    {
        // A mailbox that was renamed keeps its ids at Microsoft, so both may know a mail; one line is enough.
        var intake = db.Intake; // an expression tree takes no extension property
        await intake.Where(e => e.MailboxId == from && intake.Any(known => known.MailboxId == to && known.ProviderId == e.ProviderId)).ExecuteDeleteAsync(cancellationToken);
        await intake.Where(e => e.MailboxId == from).ExecuteUpdateAsync(set => set.SetProperty(e => e.MailboxId, to), cancellationToken);
    }

    /// <summary>Version 8, which the ids of mailboxes never are (RFC 9562 §5.8).</summary>
    private static MailboxId IdOf(string addressNormalized)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(addressNormalized)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new MailboxId(new Guid(bytes, bigEndian: true));
    }
}
