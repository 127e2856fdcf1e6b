using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Tries one credential now: after its public part was uploaded, or out of doubt.</summary>
internal static class TryCredential
{
    internal static void Map(RouteGroupBuilder mailboxes) => mailboxes.MapPost("/{id:guid}/credentials/{credential:guid}/try", TryAsync);

    /// <summary>Says that it works, or shows why not; the mailbox is checked at once, in case it waited for it.</summary>
    internal static async Task<IResult> AnswerAsync(
        MailboxId mailbox, CredentialId credential, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var fault = await trial.RunAsync(credential, cancellationToken);
        host.Find(mailbox)?.Ring();
        return fault is null
            ? MailboxPath.Redirect(mailbox, "CredentialWorks")
            : await view.PageAsync(mailbox, new Answered { Refusal = fault }, cancellationToken);
    }

    private static async Task<IResult> TryAsync(
        Guid id, Guid credential, TernDbContext db, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var (mailboxId, credentialId) = (new MailboxId(id), new CredentialId(credential));
        return await db.CredentialsOf(mailboxId).AnyAsync(c => c.Id == credentialId && c.Stage == CredentialStage.InUse, cancellationToken)
            ? await AnswerAsync(mailboxId, credentialId, trial, view, host, cancellationToken)
            : TypedResults.NotFound();
    }
}
