using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>What is done at Microsoft with mail that has become part of a ticket: nothing, marked as read, given a category, or moved.</summary>
internal static class SetAfterImport
{
    private const int LongestCategory = 255;

    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/after-import", SetAsync);

    private static async Task<IResult> SetAsync(Guid id, [FromForm] Form form, TernDbContext db, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailboxId = new MailboxId(id);
        if (await db.Mailboxes.SingleOrDefaultAsync(m => m.Id == mailboxId, cancellationToken) is not { } mailbox)
        {
            return TypedResults.NotFound();
        }

        var category = (form.Category ?? "").Trim();
        if (form.Kind == AfterImportKind.Categorize && category.Length is 0 or > LongestCategory)
        {
            return await view.PageAsync(mailboxId, new Answered { Problems = ["CategoryMissing"] }, cancellationToken);
        }

        if (form.Kind == AfterImportKind.Move && string.IsNullOrWhiteSpace(form.Target))
        {
            return TypedResults.Redirect($"{MailboxPath.Of(mailboxId)}/folders?move=true"); // the folder is chosen there
        }

        mailbox.AfterImport = form.Kind;
        (mailbox.AfterImportTarget, mailbox.AfterImportTargetName) = form.Kind switch
        {
            AfterImportKind.Categorize => (category, null),
            AfterImportKind.Move => (form.Target!.Trim(), form.TargetName?.Trim()),
            _ => (null, null),
        };
        await db.SaveChangesAsync(cancellationToken);
        host.Find(mailboxId)?.Ring();
        return MailboxPath.Redirect(mailboxId, "Saved");
    }

    internal sealed record Form
    {
        public AfterImportKind Kind { get; init; }

        public string? Category { get; init; }

        public string? Target { get; init; }

        public string? TargetName { get; init; }
    }
}
