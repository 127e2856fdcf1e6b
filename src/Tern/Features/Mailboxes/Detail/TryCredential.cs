using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Running;

namespace Tern.Features.Mailboxes.Detail;

/// <summary>Tries one credential now: after its public part was uploaded, or out of doubt. Or uses it from now on, if it works.</summary>
internal static class TryCredential
{
    internal static void Map(RouteGroupBuilder mailboxes)
    {
        mailboxes.MapPost("/{id:guid}/credentials/{credential:guid}/try", TryAsync);
        mailboxes.MapPost("/{id:guid}/credentials/{credential:guid}/use", UseAsync);
    }

    /// <summary>Says that it works, or shows why not; the mailbox is checked at once, in case it waited for it.</summary>
    internal static async Task<IResult> AnswerAsync(
        MailboxId mailbox, CredentialId credential, bool uses, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var fault = await trial.RunAsync(credential, uses, cancellationToken);
        host.Find(mailbox)?.Ring();
        return fault is null
            ? MailboxPath.Redirect(mailbox, uses ? "CredentialUsed" : "CredentialWorks")
            : await view.PageAsync(mailbox, new Answered { Refusal = fault }, cancellationToken);
    }

    private static Task<IResult> TryAsync(
        Guid id, Guid credential, TernDbContext db, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken) =>
        RunAsync(id, credential, uses: false, db, trial, view, host, cancellationToken);

    private static Task<IResult> UseAsync(
        Guid id, Guid credential, TernDbContext db, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken) =>
        RunAsync(id, credential, uses: true, db, trial, view, host, cancellationToken);

    private static async Task<IResult> RunAsync(
        Guid id, Guid credential, bool uses, TernDbContext db, CredentialTrial trial, MailboxView view, MailboxHost host, CancellationToken cancellationToken)
    {
        var (mailboxId, credentialId) = (new MailboxId(id), new CredentialId(credential));
        return await db.CredentialsOf(mailboxId).AnyAsync(c => c.Id == credentialId && c.Stage == CredentialStage.InUse, cancellationToken)
            ? await AnswerAsync(mailboxId, credentialId, uses, trial, view, host, cancellationToken)
            : TypedResults.NotFound();
    }
}
