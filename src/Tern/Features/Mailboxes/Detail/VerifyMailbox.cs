using Tern.MailEngine;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Walks the chain from the settings to the mail now and shows every step; of the mailbox nothing stays changed.</summary>
internal static class VerifyMailbox
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/verify", VerifyAsync);

    private static async Task<IResult> VerifyAsync(Guid id, MailboxVerification verification, MailboxView view, CancellationToken cancellationToken)
    {
        var mailbox = new MailboxId(id);
        return await view.PageAsync(mailbox, new Answered { Checks = await verification.RunAsync(mailbox, cancellationToken) }, cancellationToken);
    }
}
