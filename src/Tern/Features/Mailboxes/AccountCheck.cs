using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.MailEngine.Settings;

namespace Tern.Features.Mailboxes;

/// <summary>
/// Whether the right account signed in: the mailbox's own; for a shared mailbox, which has no sign-in, one that really opens it; and after the first time the one
/// that signed in then, known by its object id, unless an administrator confirms another.
/// </summary>
internal sealed class AccountCheck(MailboxProbe probe)
{
    /// <param name="connection">Fresh settings.</param>
    /// <param name="address">The mailbox.</param>
    /// <param name="folder">The folder that is read.</param>
    /// <param name="before">What was granted before.</param>
    /// <param name="signedIn">Who signed in now.</param>
    /// <param name="allowsOther">It may be another account than before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when it is right.</returns>
    internal async Task<SignInRefusal?> RefuseAsync(
        ConnectionSettings connection, string address, string folder, Grant before, SignedIn signedIn, bool allowsOther, CancellationToken cancellationToken)
    {
        if (before.SignedInObjectId is { } first && first != signedIn.ObjectId && !allowsOther)
        {
            return Wrong(new Fault(DeskFaults.WrongAccount, FaultClass.PersonMustSignIn, "Another account signed in before."), signedIn, Named(before.SignedInUserName ?? "", first)) with
            {
                MayBeConfirmed = true,
            };
        }

        if (string.Equals(signedIn.UserName, address, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var (profile, unseen) = await probe.FindAsync(connection, address: null, signedIn.Tokens.AccessToken, cancellationToken);
        if (profile?.Has(address) == true)
        {
            return null;
        }

        if (unseen is { Class: FaultClass.Transient or FaultClass.Throttled })
        {
            return new SignInRefusal(unseen);
        }

        var fault = await probe.LookAsync(connection, address, folder, signedIn.Tokens.AccessToken, cancellationToken);
        if (fault is { Class: FaultClass.Transient or FaultClass.Throttled })
        {
            return new SignInRefusal(fault);
        }

        if (fault is null && connection.IsShared)
        {
            return null;
        }

        var wrong = fault ?? new Fault(DeskFaults.WrongAccount, FaultClass.PersonMustSignIn, "This account opens the mailbox, but is not its own; that is how shared mailboxes are connected.");
        return Wrong(wrong with { Code = DeskFaults.WrongAccount, Class = FaultClass.PersonMustSignIn }, signedIn, address);
    }

    private static SignInRefusal Wrong(Fault fault, SignedIn signedIn, string expected) =>
        new(fault) { SignedIn = Named(signedIn.UserName, signedIn.ObjectId), Expected = expected };

    private static string Named(string userName, string objectId) => $"{userName} ({objectId})";
}

/// <param name="Fault">Why.</param>
internal sealed record SignInRefusal(Fault Fault)
{
    public string? SignedIn { get; init; }

    public string? Expected { get; init; }

    /// <summary>It may be confirmed that this account is the right one from now on.</summary>
    public bool MayBeConfirmed { get; init; }
}
