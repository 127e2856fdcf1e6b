using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Names a mailbox that must be out of the application's reach, and sees at once whether it is refused; the script that narrows the application is here too.</summary>
internal static class CheckScope
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapPost("/{id:guid}/scope", CheckAsync);
        mailboxes.MapGet($"/{{id:guid}}/scope/{ScopeScript.FileName}", DownloadAsync);
    }

    private static async Task<IResult> CheckAsync(
        Guid id, [FromForm] Form form, TernDbContext db, IMailboxDirectory directory, MailboxVerification verification, MailboxView view, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        var connection = await db.Mailboxes.Where(m => m.Id == mailboxId).Select(m => m.Connection).SingleOrDefaultAsync(cancellationToken);
        if (connection is not { GrantKind: GrantKind.AppOnly })
        {
            return TypedResults.NotFound();
        }

        var forbidden = (form.Forbidden ?? "").Trim();
        var normalized = forbidden.ToLowerInvariant();
        var problem = !MailboxConnection.IsAddress(forbidden) ? "AddressInvalid"
            : await db.Mailboxes.AnyAsync(m => m.ConnectionId == connection.Id && m.AddressNormalized == normalized, cancellationToken) ? "ForbiddenIsOwn"
            : null;
        if (problem is not null)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = [problem] }, cancellationToken);
        }

        connection.ForbiddenAddress = forbidden;
        await db.SaveChangesAsync(cancellationToken);
        return await view.PageAsync(mailboxId, new Answered { Scope = await LookAsync(mailboxId, directory, verification, cancellationToken) }, cancellationToken);
    }

    private static async Task<CheckLine> LookAsync(MailboxId mailbox, IMailboxDirectory directory, MailboxVerification verification, CancellationToken cancellationToken)
    {
        try
        {
            return await directory.FindAsync(mailbox, cancellationToken) is { } settings
                ? await verification.ScopeAsync(settings, cancellationToken)
                : CheckLine.Skipped("scope", "AfterFailed");
        }
        catch (MailboxException unusable)
        {
            return CheckLine.Of("scope", unusable.Fault);
        }
    }

    private static async Task<IResult> DownloadAsync(Guid id, MailboxView view, CancellationToken cancellationToken) =>
        await view.ScopeAsync(new MailboxId(id), cancellationToken) is { } scope ? ScopeScript.Download(scope.Narrowing) : TypedResults.NotFound();

    internal sealed record Form
    {
        public string? Forbidden { get; init; }
    }
}
