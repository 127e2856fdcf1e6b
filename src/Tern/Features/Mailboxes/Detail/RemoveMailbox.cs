using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Removes a mailbox, once its address was typed: that cannot be undone by a click.</summary>
internal static class RemoveMailbox
{
    private const string AddressOther = "RemoveAddressOther";
    private const string MailWaits = "RemoveMailWaits";

    /// <summary>What stands beside its own button.</summary>
    internal static readonly IReadOnlyList<string> Problems = [AddressOther, MailWaits];

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/remove", RemoveAsync);

    private static async Task<IResult> RemoveAsync(
        Guid id, [FromForm] Form form, TernDbContext db, MailboxRemoval removal, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (await db.Mailboxes.Where(m => m.Id == mailboxId).Select(m => m.AddressNormalized).SingleOrDefaultAsync(cancellationToken) is not { } address)
        {
            return TypedResults.NotFound();
        }

        if (form.Address?.Trim().ToLowerInvariant() != address)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = [AddressOther] }, cancellationToken);
        }

        if (await removal.RunAsync(mailboxId, form.DiscardWaiting, cancellationToken) is { IsRemoved: false, Waiting: > 0 })
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = [MailWaits] }, cancellationToken);
        }

        host.Find(mailboxId)?.Ring();
        return TypedResults.Redirect("/mailboxes?said=Removed");
    }

    internal sealed record Form
    {
        public string? Address { get; init; }

        public bool DiscardWaiting { get; init; }
    }
}
