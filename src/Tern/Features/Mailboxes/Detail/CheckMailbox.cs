using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Checks a mailbox now, and its outbox too.</summary>
internal static class CheckMailbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/check", CheckAsync);

    private static async Task<RedirectHttpResult> CheckAsync(Guid id, TernDbContext db, MailboxHost host, TimeProvider time, CancellationToken cancellationToken)
    {
        var mailbox = new MailboxId(id);
        if (await db.Mailboxes.AnyAsync(m => m.Id == mailbox && m.IsPaused, cancellationToken))
        {
            return MailboxPath.Redirect(mailbox, "StillPaused");
        }

        if (host.Find(mailbox) is not { } runner)
        {
            host.Ring();
            return MailboxPath.Redirect(mailbox, "CheckBegun");
        }

        runner.RingOutbox();
        using var patience = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await runner.CheckNowAsync(linked.Token);
            return MailboxPath.Redirect(mailbox, "Checked");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MailboxPath.Redirect(mailbox, "CheckBegun");
        }
    }
}
