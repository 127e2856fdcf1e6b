using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>Redeems what came back from Microsoft, makes sure that the right account signed in, and stores the grant.</summary>
internal sealed class SignInCompletion(
    TernDbContext db, Setups setups, ConnectionReader reader, EntraSignIn entra, AccountCheck account, GrantWriting grants, ILogger<Mailbox> logger)
{
    /// <returns>Null when the grant is stored, otherwise why not; then nothing was changed.</returns>
    internal async Task<SignInRefusal?> RedeemAsync(SignInTarget target, SignInRequest request, string code, CancellationToken cancellationToken)
    {
        if (await SignInSubject.FindAsync(db, setups, target, cancellationToken) is not { } subject)
        {
            return new SignInRefusal(new Fault(DeskFaults.SignInNotOurs, FaultClass.PersonMustSignIn, "What it was for was removed meanwhile."));
        }

        try
        {
            var connection = reader.Read(subject.Connection);
            var signedIn = await entra.CompleteAsync(connection, request, code, cancellationToken);
            return await AcceptAsync(target, subject, connection, signedIn, CancellationToken.None); // the code is used up: a browser that goes away loses nothing
        }
        catch (MailboxException exception)
        {
            return new SignInRefusal(exception.Fault);
        }
    }

    /// <summary>Takes what somebody signed in with, if it is the right account.</summary>
    internal async Task<SignInRefusal?> AcceptAsync(
        SignInTarget target, SignInSubject subject, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        var grant = await db.Grants.SingleAsync(g => g.ConnectionId == subject.Connection.Id, cancellationToken);
        if (await account.RefuseAsync(connection, subject.Address, subject.Folder, grant, signedIn, target.AllowsOther, cancellationToken) is { } refusal)
        {
            if (target.Mailbox is { } mailbox && refusal.Expected is not null)
            {
                Log.WrongAccount(logger, new MailboxId(mailbox));
            }

            return refusal;
        }

        await grants.StoreAsync(grant, connection, signedIn, cancellationToken);
        if (subject.Setup is { } setup)
        {
            CheckLine[] lines =
            [
                CheckLine.Ok("sign-in", "SignedInAs", signedIn.UserName, signedIn.ObjectId),
                ConnectionChecks.Permissions(connection, signedIn.Tokens.Permissions, none: CheckResult.Warning),
            ];
            setup.Answers = setup.Answers.Reopen(SetupStep.Mailbox, SetupStep.Scope, SetupStep.Import).With(SetupStep.Consent, lines, anyway: false);
            await setups.SaveAsync(setup, cancellationToken);
        }
        else
        {
            grants.Ring(new MailboxId(target.Mailbox!.Value));
        }

        return null;
    }

    internal static string AfterSignIn(SignInTarget target, bool isAgain = false) =>
        target.Mailbox is { } mailbox ? MailboxPath.Of(new MailboxId(mailbox), isAgain ? "AlreadySignedIn" : "SignedIn") : target.Back;
}
