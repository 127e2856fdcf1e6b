using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Corrects address, tenant or registration. What was granted to another registration is not carried over.</summary>
internal static class EditMailbox
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}", SaveAsync);

    private static async Task<IResult> SaveAsync(
        Guid id, [FromForm] Form form, TernDbContext db, Setups setups, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var mailbox = await db.Mailboxes.Include(m => m.Connection).SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken);
        if (mailbox is null)
        {
            return TypedResults.NotFound();
        }

        var asked = new MailboxConnection
        {
            Address = (form.Address ?? "").Trim(),
            Tenant = (form.Tenant ?? "").Trim(),
            ClientId = (form.ClientId ?? "").Trim(),
            GrantKind = GrantKind.Delegated, // credentials are not asked for here
        };
        var problems = asked.Problems().ToList();
        var normalized = asked.Address.ToLowerInvariant();
        if (problems.Count == 0 && await db.Mailboxes.AnyAsync(m => m.AddressNormalized == normalized && m.Id != mailboxId, cancellationToken))
        {
            problems.Add("AddressTaken");
        }

        var sender = string.IsNullOrWhiteSpace(form.SenderAddress) ? null : form.SenderAddress.Trim();
        if (sender is not null && !MailboxConnection.IsAddress(sender))
        {
            problems.Add("AddressInvalid");
        }

        var further = TypedAddresses.Read(form.FurtherSenders);
        if (further.Unusable.Count > 0)
        {
            problems.Add("FurtherSendersInvalid");
        }

        if (!string.IsNullOrWhiteSpace(form.ObjectId) && !Guid.TryParse(form.ObjectId.Trim(), out _))
        {
            problems.Add("ObjectIdInvalid");
        }

        if (problems.Count > 0)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = problems, Settings = form }, cancellationToken);
        }

        var objectId = string.IsNullOrWhiteSpace(form.ObjectId) ? null : form.ObjectId.Trim();
        var isOtherRegistration = mailbox.Connection.Tenant != asked.Tenant || mailbox.Connection.ClientId != asked.ClientId;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (isOtherRegistration)
        {
            // What was granted to the old registration belongs to it; the number keeps out a refresh that is on its way.
            await setups.ForgetGrantAsync(mailbox.ConnectionId, cancellationToken);
            var others = await db.Mailboxes.Where(m => m.ConnectionId == mailbox.ConnectionId && m.Id != mailboxId).Select(m => m.Id).ToListAsync(cancellationToken);
            foreach (var other in others)
            {
                await db.ReadAnewAsync(other, folder: null, cancellationToken);
            }
        }

        if (isOtherRegistration || mailbox.AddressNormalized != normalized)
        {
            await db.ReadAnewAsync(mailboxId, folder: null, cancellationToken);
        }

        mailbox.Address = asked.Address;
        mailbox.AddressNormalized = normalized;
        mailbox.ShortName = Mailbox.ShortNameOf(asked.Address);
        mailbox.DisplayName = string.IsNullOrWhiteSpace(form.DisplayName) ? asked.Address : form.DisplayName.Trim();
        mailbox.SenderAddress = sender is null || sender.Equals(asked.Address, StringComparison.OrdinalIgnoreCase) ? null : sender;
        mailbox.FurtherSenders = further.Addresses.Count == 0 ? null : string.Join('\n', further.Addresses.Select(address => address.Address));
        mailbox.Connection.Tenant = asked.Tenant;
        mailbox.Connection.ClientId = asked.ClientId;
        mailbox.Connection.ApplicationObjectId = objectId;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, "Saved");
    }

    internal sealed record Form
    {
        /// <summary>What is saved now.</summary>
        internal static Form Of(MailboxCard mailbox) => new()
        {
            Address = mailbox.Address,
            DisplayName = mailbox.DisplayName,
            SenderAddress = mailbox.SenderAddress,
            FurtherSenders = mailbox.FurtherSenders,
            Tenant = mailbox.Tenant,
            ClientId = mailbox.ClientId,
            ObjectId = mailbox.ApplicationObjectId,
        };

        public string? Address { get; init; }

        public string? DisplayName { get; init; }

        public string? SenderAddress { get; init; }

        /// <summary>More addresses that agents may choose, separated by commas or line ends.</summary>
        public string? FurtherSenders { get; init; }

        public string? Tenant { get; init; }

        public string? ClientId { get; init; }

        public string? ObjectId { get; init; }
    }
}
