using Microsoft.AspNetCore.Mvc;
using Tern.Data.Blobs;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Looks at a mail that was set aside, and decides what becomes of it. Microsoft's id names it; it stands in the query, for it may hold any character.</summary>
internal static class HandleAsideMail
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapGet("/{id:guid}/aside/source", DownloadAsync);
        mailboxes.MapPost("/{id:guid}/aside/retry", RetryAsync);
        mailboxes.MapPost("/{id:guid}/aside/release", ReleaseAsync);
        mailboxes.MapPost("/{id:guid}/aside/dismiss", DismissAsync);
    }

    private static async Task<IResult> DownloadAsync(Guid id, string mail, AsideMail aside, BlobStore blobs, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await aside.SourceAsync(new MailboxId(id), mail, cancellationToken) is not { } source)
        {
            return TypedResults.NotFound();
        }

        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return TypedResults.Stream(blobs.OpenRead(source), "message/rfc822", "set-aside.eml");
    }

    private static async Task<IResult> RetryAsync(Guid id, [FromForm] Form form, AsideMail aside, MailboxHost host, CancellationToken cancellationToken)
    {
        var mailbox = new MailboxId(id);
        if (!await aside.RetryAsync(mailbox, form.Mail ?? "", cancellationToken))
        {
            return TypedResults.NotFound();
        }

        host.Find(mailbox)?.Ring();
        return MailboxPath.Redirect(mailbox, "AsideRetried");
    }

    private static async Task<IResult> ReleaseAsync(Guid id, [FromForm] Form form, AsideMail aside, CancellationToken cancellationToken) =>
        await aside.ReleaseAsync(new MailboxId(id), form.Mail ?? "", cancellationToken) is { } ticket
            ? TypedResults.Redirect($"/tickets/{ticket}")
            : MailboxPath.Redirect(new MailboxId(id));

    private static async Task<IResult> DismissAsync(Guid id, [FromForm] Form form, AsideMail aside, CancellationToken cancellationToken) =>
        await aside.DismissAsync(new MailboxId(id), form.Mail ?? "", cancellationToken) ? MailboxPath.Redirect(new MailboxId(id), "AsideDismissed") : TypedResults.NotFound();

    internal sealed record Form
    {
        public string? Mail { get; init; }
    }
}
