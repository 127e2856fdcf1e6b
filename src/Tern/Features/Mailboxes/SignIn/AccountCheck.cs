using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes.SignIn;

/// <summary>
/// Whether the right account signed in: the mailbox's own; for a shared mailbox, which has no sign-in, one that really opens it; and after the first time the one
/// that signed in then, known by its object id, unless an administrator confirms another.
/// </summary>
internal sealed class AccountCheck(MailboxProbe probe, ILogger<Mailbox> logger)
{
    /// <returns>Null when it is right.</returns>
    internal async Task<SignInRefusal?> RefuseAsync(
        SignInTarget target, SignInSubject subject, Grant grant, ConnectionSettings connection, SignedIn signedIn, CancellationToken cancellationToken)
    {
        if (grant.SignedInObjectId is { } before && before != signedIn.ObjectId && !target.AllowsOther)
        {
            return Wrong(target, new Fault(DeskFaults.WrongAccount, FaultClass.PersonMustSignIn, "Another account signed in before."), signedIn, Named(grant.SignedInUserName ?? "", before)) with { MayBeConfirmed = true };
        }

        var (profile, _) = await probe.FindAsync(connection, address: null, signedIn.Tokens.AccessToken, cancellationToken);
        if (string.Equals(signedIn.UserName, subject.Address, StringComparison.OrdinalIgnoreCase) || profile?.Has(subject.Address) == true)
        {
            return null;
        }

        var fault = await probe.LookAsync(connection, subject.Address, subject.Folder, signedIn.Tokens.AccessToken, cancellationToken);
        if (fault is { Class: FaultClass.Transient or FaultClass.Throttled })
        {
            return new SignInRefusal(fault);
        }

        if (fault is null && subject.Connection.IsShared)
        {
            return null;
        }

        var wrong = fault ?? new Fault(DeskFaults.WrongAccount, FaultClass.PersonMustSignIn, "This account opens the mailbox, but is not its own; that is how shared mailboxes are connected.");
        return Wrong(target, wrong with { Code = DeskFaults.WrongAccount, Class = FaultClass.PersonMustSignIn }, signedIn, subject.Address);
    }

    private SignInRefusal Wrong(SignInTarget target, Fault fault, SignedIn signedIn, string expected)
    {
        if (target.Mailbox is { } mailbox)
        {
            Log.WrongAccount(logger, new MailEngine.MailboxId(mailbox));
        }

        return new SignInRefusal(fault) { SignedIn = Named(signedIn.UserName, signedIn.ObjectId), Expected = expected };
    }

    private static string Named(string userName, string objectId) => $"{userName} ({objectId})";
}
